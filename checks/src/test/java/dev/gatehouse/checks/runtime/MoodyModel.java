package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A deployment that says who it is in every piece, calls a tool in each turn but the last, and
/// fails when it feels like it, anywhere in its answer. Used by one run at a time.
final class MoodyModel implements Model {

  private static final List<Failure.Code> MOODS =
      List.of(
          Failure.Code.OVERLOADED,
          Failure.Code.RATE_LIMITED,
          Failure.Code.SERVER_ERROR,
          Failure.Code.STREAM_CUT,
          Failure.Code.CONNECTION,
          Failure.Code.AUTH,
          Failure.Code.BILLING,
          Failure.Code.NOT_FOUND);

  private final String name;
  private final Draw draw;
  private final double failing;
  private final int turns;

  /// @param failing how likely a call fails
  /// @param turns how many turns a run has
  MoodyModel(String name, Draw draw, double failing, int turns) {
    this.name = name;
    this.draw = draw;
    this.failing = failing;
    this.turns = turns;
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    long turn = request.messages().stream().filter(MoodyModel::isResult).count() + 1;
    List<String> pieces = new ArrayList<>();
    for (int piece = draw.between(1, 6); piece > 0; piece--) {
      pieces.add(name + turn + ":" + draw.words() + " ");
    }
    boolean fails = draw.chance(failing);
    int said = fails ? draw.between(0, pieces.size()) : pieces.size();
    pieces.subList(0, said).forEach(listener::text);
    if (fails) {
      listener.toolInput("call_" + turn, "{");
      return failed();
    }
    listener.drained();
    return replied(String.join("", pieces), turn);
  }

  private static boolean isResult(Message message) {
    return message.content().stream().anyMatch(Content.ToolResult.class::isInstance);
  }

  private ModelOutcome failed() {
    if (draw.chance(0.1)) {
      throw new IllegalStateException(name + " broke");
    }
    Failure failure =
        Failure.of(draw.oneOf(MOODS), name + " will not").withRetryAfter(Duration.ofMillis(1));
    return new ModelOutcome.Failed(failure, Usage.NONE);
  }

  private ModelOutcome replied(String text, long turn) {
    List<Content> content = new ArrayList<>();
    content.add(new Content.Text(text));
    boolean calls = turn < turns;
    if (calls) {
      content.add(
          new Content.ToolUse("call_" + turn, "count", Json.object().build(), Optional.empty()));
    }
    return new ModelOutcome.Replied(
        content,
        calls ? StopReason.TOOL_USE : StopReason.END_TURN,
        new Usage(10, 5, 0, 0, 0),
        name);
  }
}
