package dev.gatehouse.checks.flow;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A model that plays every agent of a team: what it says depends on the agent's name, which is its
/// system prompt, and on what it is told.
final class Actors implements Model {

  private static final Usage USAGE = new Usage(10, 5, 0, 0, 0);

  private final Map<String, Function<ModelRequest, Line>> parts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

  /// What an actor does when it is asked.
  sealed interface Line {

    record Says(String text) implements Line {}

    record Calls(String tool, Json input) implements Line {}

    record Fails(Failure failure) implements Line {}

    /// Waits for something before it speaks.
    record Waits(CountDownLatch event, String text) implements Line {}

    /// Says nothing until it is stopped.
    record Hangs(CountDownLatch begun, CountDownLatch stopped) implements Line {}
  }

  static Line says(String text) {
    return new Line.Says(text);
  }

  /// Plays a part.
  Actors part(String agent, Function<ModelRequest, Line> play) {
    parts.put(agent, play);
    return this;
  }

  /// Plays a part that repeats what it is told.
  Actors echo(String... agents) {
    for (String agent : agents) {
      part(agent, request -> says(agent + "(" + told(request) + ")"));
    }
    return this;
  }

  /// {@return what an actor was told last}
  static String told(ModelRequest request) {
    return request.messages().getLast().text();
  }

  /// {@return everything anybody was told, in order}
  List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    heard.add(request.system() + ": " + told(request));
    Function<ModelRequest, Line> play = parts.get(request.system());
    if (play == null) {
      return failed(
          Failure.of(Failure.Code.BAD_REQUEST, "nobody plays '" + request.system() + "'"));
    }
    return switch (play.apply(request)) {
      case Line.Says(String text) -> {
        listener.text(text);
        yield new ModelOutcome.Replied(
            List.of(new Content.Text(text)), StopReason.END_TURN, USAGE, "model");
      }
      case Line.Calls(String tool, Json input) ->
          new ModelOutcome.Replied(
              List.of(
                  new Content.ToolUse(
                      "call_" + request.messages().size(), tool, input, Optional.empty())),
              StopReason.TOOL_USE,
              USAGE,
              "model");
      case Line.Fails(Failure failure) -> failed(failure);
      case Line.Waits(CountDownLatch event, String text) -> {
        await(event);
        yield new ModelOutcome.Replied(
            List.of(new Content.Text(text)), StopReason.END_TURN, USAGE, "model");
      }
      case Line.Hangs(CountDownLatch begun, CountDownLatch stopped) -> {
        begun.countDown();
        CountDownLatch wish = new CountDownLatch(1);
        try (var _ = cancel.onCancel(wish::countDown)) {
          await(wish);
        }
        stopped.countDown();
        yield new ModelOutcome.CutOff(List.of(), Usage.NONE);
      }
    };
  }

  private static void await(CountDownLatch event) {
    try {
      event.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ModelOutcome failed(Failure failure) {
    return new ModelOutcome.Failed(failure, Usage.NONE);
  }
}
