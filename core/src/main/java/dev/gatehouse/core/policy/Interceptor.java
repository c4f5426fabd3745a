package dev.gatehouse.core.policy;

/// Judges tool calls before they are made: those of agents, of sub-agents and of workflow steps
/// alike. One object judges many calls at a time, and quickly: it stands in the way of each.
public interface Interceptor {

  /// {@return the name of its rule, in snake_case, as clients and the log see it}
  String code();

  /// {@return whether a call must not pass when this interceptor fails}
  default boolean critical() {
    return true;
  }

  /// {@return a text that differs whenever the same call may be judged differently, such as its
  /// settings}
  default String version() {
    return getClass().getName();
  }

  /// Judges a call. What it throws counts as its failure: a critical interceptor's failure denies
  /// the call, that of another one is noted.
  Verdict judge(ToolFacts facts) throws Exception;
}
