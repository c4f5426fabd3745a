package dev.gatehouse.core.policy;

import dev.gatehouse.core.approval.Terms;
import java.util.Optional;

/// What interceptors and rules say of a call.
///
/// @param judgement what the interceptors say; never [Judgement.Outcome#DENY] beside a demand
/// @param demand what a human must be asked, when one must
/// @param version the version of everything that was asked
public record Ruling(Judgement judgement, Optional<Demand> demand, String version) {

  /// A human must allow it.
  ///
  /// @param rule the rule or interceptor that says so
  /// @param message why, in a sentence
  public record Demand(String rule, String message, Terms terms) {}
}
