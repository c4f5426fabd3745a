package dev.gatehouse.gateway.config;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// What runs and sessions may use, where nothing nearer to them says otherwise.
public record LimitsConfig(
    @Doc("Every run.") RunLimitsConfig run, @Doc("Every session.") SessionLimits session) {

  /// Nothing for runs, the standard for sessions.
  public static final LimitsConfig STANDARD =
      new LimitsConfig(RunLimitsConfig.STANDARD, SessionLimits.STANDARD);

  /// What one session may use over its life.
  public record SessionLimits(
      @Doc("The most US dollars over all its runs.") Optional<Cost> maxBudgetUsd,
      @Doc("The most messages that wait while a run is active.") int maxWaiting,
      @Doc("The most runs over its life.") Optional<Integer> maxRuns) {

    /// No budget, ten waiting messages.
    public static final SessionLimits STANDARD =
        new SessionLimits(Optional.empty(), 10, Optional.empty());

    /// Refuses negative numbers.
    public SessionLimits {
      Require.within("max-waiting", maxWaiting, 0, 10_000);
      maxRuns.ifPresent(runs -> Require.within("max-runs", runs, 1, Integer.MAX_VALUE));
    }
  }
}
