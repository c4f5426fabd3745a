package dev.gatehouse.core.policy;

import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.policy.Judgement.Outcome;
import dev.gatehouse.core.policy.Ruling.Demand;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy.Consent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything that stands between a model's wish and a tool: the interceptors, which hold for every
/// agent, and the rules of approval of each.
///
/// A run is bound by the rules of all agents above it in its tree, so that starting another agent
/// is no way round them. The first rule that covers a call, from the top down, says how a human is
/// asked.
///
/// @param rules the rules of approval by agent, and for [#EVERYBODY]
/// @param patterns what patterns in conditions are compiled by
public record CallPolicy(
    InterceptorChain chain, Map<String, List<ApprovalRule>> rules, Patterns patterns) {

  /// In the place of an agent: whoever calls.
  public static final String EVERYBODY = "*";

  /// Allows everything but what a tool itself wants allowed.
  public static final CallPolicy EMPTY =
      new CallPolicy(InterceptorChain.EMPTY, Map.of(), CallPolicy::noPatterns);

  private static Predicate<String> noPatterns(String regex) {
    throw new IllegalArgumentException("there is nothing to compile '" + regex + "' with");
  }

  /// Copies the rules.
  public CallPolicy {
    rules = Map.copyOf(rules);
  }

  /// Judges a call.
  ///
  /// @param reach what the run is bound by
  public Ruling judge(PolicyScope reach, ToolFacts facts) {
    Judgement judgement = chain(reach).judge(facts);
    String version = version(reach);
    if (judgement.outcome() == Outcome.DENY) {
      return new Ruling(judgement, Optional.empty(), version);
    }
    ToolFacts now = facts.withInput(judgement.input());
    Optional<Demand> demand =
        ruled(reach.agents(), now)
            .or(() -> declared(now))
            .or(() -> asked(judgement))
            .map(it -> once(it, now));
    return new Ruling(judgement, demand, version);
  }

  private Optional<Demand> ruled(List<String> agents, ToolFacts facts) {
    return binding(agents)
        .filter(rule -> rule.covers(facts))
        .findFirst()
        .map(rule ->
            new Demand(
                rule.name(),
                "rule '" + rule.name() + "' wants a human to allow '" + facts.tool() + "'",
                rule.terms()));
  }

  private Stream<ApprovalRule> binding(List<String> agents) {
    return Stream.concat(agents.stream(), Stream.of(EVERYBODY))
        .flatMap(agent -> rules.getOrDefault(agent, List.of()).stream());
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

  private InterceptorChain chain(PolicyScope reach) {
    return reach.interceptors().map(chain::only).orElse(chain);
  }

  /// {@return a text that differs whenever a call within this reach may be judged differently}
  public String version(PolicyScope reach) {
    StringBuilder text = new StringBuilder(chain(reach).version());
    binding(reach.agents()).forEach(rule -> text.append('\n').append(rule.version()));
    return CallDigests.ofText(text.toString());
  }
}
