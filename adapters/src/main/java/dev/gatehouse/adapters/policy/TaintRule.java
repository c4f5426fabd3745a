package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.tool.Effect;
import java.util.Optional;
import java.util.Set;

/// What an untrusted tool gave must not lead to calls of such effects unnoticed.
///
/// @param effects the effects that matter
public record TaintRule(Set<Effect> effects) implements CallRule {

  /// Copies the effects.
  public TaintRule {
    effects = Set.copyOf(effects);
  }

  @Override
  public Optional<String> broken(ToolFacts facts) {
    return facts.tainted() && effects.contains(facts.policy().effect())
        ? Optional.of(
            "the run has read what an untrusted tool gave, and \""
                + facts.tool()
                + "\" may act on it")
        : Optional.empty();
  }

  @Override
  public Json settings() {
    return ArgumentTexts.json(effects.stream().map(Effect::name).sorted().toList());
  }
}
