package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Duration;
import java.util.Optional;

/// How one tool is treated; what is absent stays as the tool declares it.
@Later({
  "type",
  "method",
  "url",
  "headers",
  "schema",
  "result",
  "document",
  "operations",
  "approval"
})
public record ToolConfig(
    @Doc("What a call does to the world.") Optional<Effect> effect,
    @Doc("What to do with a call whose outcome a crash swallowed.") Optional<OnUnknown> onUnknown,
    @Doc("How long one attempt may take.") Optional<Duration> timeout,
    @Doc("How often a call may be tried in all.") Optional<Integer> attempts,
    @Doc("How many calls a minute it allows.") Optional<Integer> callsPerMinute) {

  /// As the tool declares.
  public static final ToolConfig STANDARD =
      new ToolConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Refuses what no policy could hold.
  public ToolConfig {
    attempts.ifPresent(count -> Require.within("attempts", count, 1, 100));
    callsPerMinute.ifPresent(count -> Require.within("calls-per-minute", count, 1, 1_000_000));
    timeout.ifPresent(limit -> Require.positive("timeout", limit));
  }

  /// {@return this treatment, and a tool's own where it says nothing}
  public ToolPolicy over(ToolPolicy own) {
    return new ToolPolicy(
        effect.orElse(own.effect()),
        onUnknown.or(own::onUnknown),
        own.idempotent(),
        timeout.orElse(own.timeout()),
        attempts.orElse(own.attempts()),
        callsPerMinute.orElse(own.callsPerMinute()));
  }
}
