package dev.gatehouse.core.policy;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// Which calls a human must allow.
///
/// @param name the rule, as people and the log see it
/// @param tool a glob over the names of tools
/// @param when which of their calls, by arguments, channel, role, user; all when absent
/// @param terms how the human is asked
public record ApprovalRule(String name, String tool, Optional<Expression> when, Terms terms) {

  /// A text longer than a pattern can judge counts as a match: nobody slips past by padding.
  boolean covers(ToolFacts facts) {
    Json.Obj seen = facts.json();
    return Glob.matches(tool, facts.tool())
        && when.map(condition -> !condition.canJudge(seen) || condition.test(seen)).orElse(true);
  }

  /// {@return everything it decides by, so that a change of it can be seen}
  String version() {
    return String.join(
        "\n", name, tool, when.map(Expression::toString).orElse(""), terms.toString());
  }
}
