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
  @Later({"max-waiting", "max-runs"})
  public record SessionLimits(
      @Doc("The most US dollars over all its runs.") Optional<Cost> maxBudgetUsd) {

    /// No budget.
    public static final SessionLimits STANDARD = new SessionLimits(Optional.empty());
  }
}
