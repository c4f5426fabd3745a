package dev.gatehouse.testkit.random;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What models and tools answer when they are at their most inventive.
public final class RandomReplies {

  private static final List<String> TOOL_NAMES =
      List.of(
          "read",
          "write",
          "pay",
          "book",
          "send",
          "browse",
          "delegate",
          "delegate",
          "pick",
          "nonsense");

  /// Few ids, so that turns often repeat them.
  private static final List<String> CALL_IDS = List.of("call_0", "call_1", "", "toolu_7");

  private static final List<Failure.Code> FAILURES =
      List.of(
          Failure.Code.RATE_LIMITED,
          Failure.Code.OVERLOADED,
          Failure.Code.STREAM_CUT,
          Failure.Code.CONTEXT_TOO_LONG,
          Failure.Code.SERVER_ERROR,
          Failure.Code.CONNECTION,
          Failure.Code.STALLED,
          Failure.Code.CONTEXT_TOO_LONG,
          Failure.Code.TIMEOUT,
          Failure.Code.AUTH);

  private RandomReplies() {}

  /// {@return how a model call ended that nobody stopped}
  public static ModelOutcome model(Draw draw) {
    if (draw.chance(0.2)) {
      return new ModelOutcome.Failed(modelFailure(draw), usage(draw));
    }
    return draw.chance(0.75) ? calling(draw) : answer(draw);
  }

  /// {@return how a model call ended that somebody stopped}
  public static ModelOutcome cutOff(Draw draw) {
    return new ModelOutcome.CutOff(draw.chance(0.5) ? List.of(text(draw)) : List.of(), usage(draw));
  }

  /// {@return an answer that ends a run}
  public static ModelOutcome ending(Draw draw) {
    return new ModelOutcome.Replied(
        List.of(text(draw)), StopReason.END_TURN, usage(draw), "fake/small");
  }

  private static ModelOutcome answer(Draw draw) {
    StopReason stop =
        draw.oneOf(
            List.of(
                StopReason.END_TURN,
                StopReason.END_TURN,
                StopReason.STOP_SEQUENCE,
                StopReason.MAX_TOKENS,
                StopReason.REFUSAL,
                StopReason.TOOL_USE,
                StopReason.CONTENT_FILTER));
    List<Content> content = draw.chance(0.1) ? List.of() : List.of(text(draw));
    return new ModelOutcome.Replied(content, stop, usage(draw), "fake/small");
  }

  private static ModelOutcome calling(Draw draw) {
    List<Content> content = new ArrayList<>();
    if (draw.chance(0.5)) {
      content.add(text(draw));
    }
    for (int calls = draw.between(1, 4); calls > 0; calls--) {
      content.add(use(draw));
    }
    StopReason stop = draw.chance(0.9) ? StopReason.TOOL_USE : StopReason.MAX_TOKENS;
    return new ModelOutcome.Replied(content, stop, usage(draw), "fake/small");
  }

  private static Content use(Draw draw) {
    Optional<String> malformed = draw.chance(0.1) ? Optional.of("{\"path\": ") : Optional.empty();
    return new Content.ToolUse(
        draw.oneOf(CALL_IDS),
        draw.oneOf(TOOL_NAMES),
        Json.obj("path", Json.of(draw.words())),
        malformed);
  }

  private static Content text(Draw draw) {
    return new Content.Text(draw.chance(0.2) ? "{\"answer\": 42}" : draw.words());
  }

  /// {@return a failure of a model, often one that passes}
  public static Failure modelFailure(Draw draw) {
    Failure failure = Failure.of(draw.oneOf(FAILURES), "the provider said no");
    return draw.chance(0.3)
        ? failure.withRetryAfter(Duration.ofSeconds(draw.between(0, 30)))
        : failure;
  }

  /// {@return how an attempt at a tool call ended}
  public static ToolOutcome tool(Draw draw) {
    return switch (draw.below(6)) {
      case 0 -> ToolOutcome.error("no such file");
      case 1 -> new ToolOutcome.Failed(Failure.of(Failure.Code.TOOL_TIMEOUT, "it took too long"));
      case 2 -> ToolOutcome.ok(Json.obj("found", Json.of(draw.below(9))));
      default -> ToolOutcome.ok(Json.of(draw.words()));
    };
  }

  /// {@return some tokens}
  public static Usage usage(Draw draw) {
    int output = draw.between(0, 900);
    return new Usage(
        draw.between(0, 4_000),
        output,
        draw.between(0, 50),
        draw.between(0, 500),
        draw.below(output + 1));
  }
}
