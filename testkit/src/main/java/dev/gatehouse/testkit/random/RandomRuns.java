package dev.gatehouse.testkit.random;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunInput.Treatment;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolPolicy.Consent;
import dev.gatehouse.core.tool.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Random runs and the tools they have.
public final class RandomRuns {

  /// One tool for every rule a call in doubt can follow, one whose answers strangers write, one
  /// that always takes a human, one that starts other runs, and one that the client runs.
  public static final Map<String, Treatment> TOOLS =
      Map.of(
          "read", backend(ToolPolicy.STANDARD.withEffect(Effect.READ).withAttempts(3)),
          "write", backend(ToolPolicy.STANDARD.withUndo(Undo.by("unwrite"))),
          "pay",
              backend(
                  ToolPolicy.STANDARD
                      .withEffect(Effect.IRREVERSIBLE)
                      .withOnUnknown(OnUnknown.FAIL)
                      .withConsent(Consent.ALWAYS)),
          "book",
              backend(
                  ToolPolicy.STANDARD
                      .withOnUnknown(OnUnknown.PROBE)
                      .withAttempts(2)
                      .withUndo(Undo.by("unbook"))),
          "send", backend(ToolPolicy.STANDARD.idempotently().withAttempts(2)),
          "browse", backend(ToolPolicy.STANDARD.withOnUnknown(OnUnknown.PROBE).untrusted()),
          "delegate", backend(ToolPolicy.STANDARD.withOnUnknown(OnUnknown.FAIL)),
          "pick", new Treatment(ToolPolicy.STANDARD, ToolCall.CLIENT));

  private RandomRuns() {}

  /// {@return a run with limits, retries and a threshold for compaction small enough to matter;
  /// some begin later}
  public static RunSpec spec(Draw draw, Instant created) {
    AgentProfile agent =
        AgentProfile.of("clerk", "You are a clerk.", "fake/small")
            .withTools(TOOLS.keySet().stream().sorted().toList())
            .withRetry(draw.chance(0.2) ? RetryPolicy.NONE : retry(draw))
            .withCompactAt(draw.chance(0.5) ? 150_000 : 3_000);
    return new RunSpec(
        RunSpec.Origin.of("run_1", "sess_1", RunSpec.Kind.CHAT),
        new RunSpec.Owner(
            "default",
            "ann",
            "user",
            Optional.empty(),
            draw.chance(0.7) ? RunSpec.Watch.WATCHED : RunSpec.Watch.HEADLESS),
        agent,
        limits(draw),
        request(draw, created));
  }

  private static RunSpec.Request request(Draw draw, Instant created) {
    RunSpec.Request request =
        RunSpec.Request.of(List.of(Message.user(draw.words())), created)
            .withOutputSchema(
                draw.chance(0.3)
                    ? Optional.of(Json.obj("type", Json.of("object")))
                    : Optional.empty());
    return draw.chance(0.15) ? request.withDue(created.plusSeconds(draw.between(1, 90))) : request;
  }

  /// {@return limits, some of them low}
  public static RunLimits limits(Draw draw) {
    RunLimits limits = RunLimits.STANDARD.withMaxTurns(draw.between(1, 12));
    if (draw.chance(0.3)) {
      limits = limits.withMaxTokens(draw.between(500, 20_000));
    }
    return draw.chance(0.3) ? limits.withTimeout(Duration.ofSeconds(draw.between(1, 60))) : limits;
  }

  private static Treatment backend(ToolPolicy policy) {
    return new Treatment(policy, "backend");
  }

  private static RetryPolicy retry(Draw draw) {
    return new RetryPolicy(
        draw.between(1, 4),
        Duration.ofSeconds(1),
        Duration.ofSeconds(8),
        Duration.ofSeconds(draw.between(5, 60)));
  }
}
