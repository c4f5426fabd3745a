package dev.gatehouse.gateway;

import dev.gatehouse.adapters.policy.TaintRule;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.policy.ApprovalRule;
import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.policy.Reaction;
import dev.gatehouse.core.policy.RuleInterceptor;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.InterceptorConfig;
import dev.gatehouse.gateway.config.ToolConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes what stands between models and tools: the interceptors, and each agent's rules of
/// approval.
final class PolicyBook {

  /// The interceptor every gateway has unless its configuration has one of that kind.
  static final String TAINT = "tainted";

  private PolicyBook() {}

  static CallPolicy policy(GatehouseConfig config, InterceptorChain chain, Patterns patterns) {
    Map<String, List<ApprovalRule>> rules = new LinkedHashMap<>();
    config
        .agents()
        .forEach((name, agent) -> {
          if (agent instanceof AgentConfig.Local local) {
            rules.put(name, rules("agents." + name, local.approval(), patterns));
          }
        });
    rules.put(CallPolicy.EVERYBODY, ofTools(config.tools(), patterns));
    return new CallPolicy(guarded(config, chain), rules, patterns);
  }

  private static List<ApprovalRule> ofTools(Map<String, ToolConfig> tools, Patterns patterns) {
    List<ApprovalRule> rules = new ArrayList<>();
    tools.forEach((name, tool) -> {
      List<ApprovalConfig> meant =
          tool.approval().stream().map(rule -> rule.over(covered(name, tool))).toList();
      rules.addAll(rules("tools." + name, meant, patterns));
    });
    return rules;
  }

  /// A document or a database becomes several tools, which are named after it.
  private static String covered(String name, ToolConfig tool) {
    return switch (tool) {
      case ToolConfig.Treatment _, ToolConfig.Http _ -> name;
      case ToolConfig.Openapi _, ToolConfig.Sql _ -> name + "_*";
    };
  }

  /// Whoever has read what strangers wrote does nothing that cannot be put right without a human.
  private static InterceptorChain guarded(GatehouseConfig config, InterceptorChain chain) {
    boolean own =
        config.interceptors().stream().anyMatch(InterceptorConfig.Taint.class::isInstance);
    if (own) {
      return chain;
    }
    List<Interceptor> all = new ArrayList<>(chain.interceptors());
    all.add(
        new RuleInterceptor(
            TAINT, List.of(), Reaction.ASK, true, new TaintRule(Set.of(Effect.IRREVERSIBLE))));
    return new InterceptorChain(all);
  }

  private static List<ApprovalRule> rules(
      String section, List<ApprovalConfig> configured, Patterns patterns) {
    List<ApprovalRule> rules = new ArrayList<>();
    for (int number = 0; number < configured.size(); number++) {
      ApprovalConfig rule = configured.get(number);
      String where = section + ".approval[" + number + "]";
      rules.add(
          new ApprovalRule(
              rule.name().orElse("approval of " + rule.tool()),
              rule.tool(),
              condition(rule, where, patterns),
              rule.terms()));
    }
    return rules;
  }

  private static Optional<Expression> condition(
      ApprovalConfig rule, String where, Patterns patterns) {
    try {
      return rule.when().map(text -> InterceptorBook.condition(text, patterns));
    } catch (ExpressionException | IllegalArgumentException wrong) {
      throw new ConfigException(
          "gatehouse.yaml",
          List.of(new ConfigError(0, where + ".when", String.valueOf(wrong.getMessage()))));
    }
  }
}
