package dev.gatehouse.core.policy;

import dev.gatehouse.core.approval.Digests;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.policy.Judgement.Outcome;
import dev.gatehouse.core.policy.Ruling.Demand;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy.Consent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that stands between a model's wish and a tool: the interceptors, which hold for every
/// agent, and the rules of approval of each.
///
/// A run is bound by the rules of all agents above it in its tree, so that starting another agent
/// is no way round them. The first rule that covers a call, from the top down, says how a human is
/// asked.
///
/// @param rules the rules of approval by agent
public record CallPolicy(InterceptorChain chain, Map<String, List<ApprovalRule>> rules) {

  /// Allows everything but what a tool itself wants allowed.
  public static final CallPolicy EMPTY = new CallPolicy(InterceptorChain.EMPTY, Map.of());

  /// Copies the rules.
  public CallPolicy {
    rules = Map.copyOf(rules);
  }

  /// Judges a call.
  ///
  /// @param agents the agents whose rules apply, from the top down
  public Ruling judge(List<String> agents, ToolFacts facts) {
    Judgement judgement = chain.judge(facts);
    String version = version(agents);
    if (judgement.outcome() == Outcome.DENY) {
      return new Ruling(judgement, Optional.empty(), version);
    }
    ToolFacts now = facts.withInput(judgement.input());
    Optional<Demand> demand =
        ruled(agents, now)
            .or(() -> declared(now))
            .or(() -> asked(judgement))
            .map(it -> once(it, now));
    return new Ruling(judgement, demand, version);
  }

  private Optional<Demand> ruled(List<String> agents, ToolFacts facts) {
    return agents.stream()
        .flatMap(agent -> rules.getOrDefault(agent, List.of()).stream())
        .filter(rule -> rule.covers(facts))
        .findFirst()
        .map(rule ->
            new Demand(
                rule.name(),
                "rule '" + rule.name() + "' wants a human to allow '" + facts.tool() + "'",
                rule.terms()));
  }

  private static Optional<Demand> declared(ToolFacts facts) {
    return facts.policy().consent() == Consent.ALWAYS
        ? Optional.of(
            new Demand(
                "tool",
                "'" + facts.tool() + "' is only called when a human allows it",
                Terms.STANDARD))
        : Optional.empty();
  }

  private static Optional<Demand> asked(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> finding.action() == Finding.Action.ASK)
        .findFirst()
        .map(finding -> new Demand(finding.code(), judgement.reason(), Terms.STANDARD));
  }

  /// What cannot be put right takes a human's word each time.
  private static Demand once(Demand demand, ToolFacts facts) {
    return facts.policy().effect() == Effect.IRREVERSIBLE
        ? new Demand(demand.rule(), demand.message(), demand.terms().singly())
        : demand;
  }

  /// {@return a text that differs whenever a call of these agents may be judged differently}
  public String version(List<String> agents) {
    StringBuilder text = new StringBuilder(chain.version());
    for (String agent : agents) {
      rules
          .getOrDefault(agent, List.of())
          .forEach(rule -> text.append('\n').append(rule.version()));
    }
    return Digests.ofText(text.toString());
  }
}
