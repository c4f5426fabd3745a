package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import java.util.Optional;

/// A condition must not hold.
///
/// @param when the condition over [ToolFacts#json]
public record ExpressionRule(Expression when) implements CallRule {

  @Override
  public Optional<String> broken(ToolFacts facts) {
    Json.Obj seen = facts.json();
    if (!when.canJudge(seen)) {
      return Optional.of("an argument is too long to be judged by: " + when);
    }
    return when.test(seen) ? Optional.of("this holds: " + when) : Optional.empty();
  }

  @Override
  public Json settings() {
    return Json.of(when.toString());
  }
}
