package dev.gatehouse.gateway;

import dev.gatehouse.adapters.policy.ArgumentRule;
import dev.gatehouse.adapters.policy.ExpressionRule;
import dev.gatehouse.adapters.policy.HostRule;
import dev.gatehouse.adapters.policy.PathRule;
import dev.gatehouse.adapters.policy.RateRule;
import dev.gatehouse.adapters.policy.TaintRule;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.policy.RuleInterceptor;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.InterceptorConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the chain of interceptors: those written in Java first, for they may rewrite what the
/// configured rules judge.
///
/// @param patterns what patterns are compiled by
/// @param clock what rates are counted by
record InterceptorBook(Patterns patterns, InstantSource clock) {

  InterceptorChain chain(List<Interceptor> own, List<InterceptorConfig> configured) {
    List<Interceptor> all = new ArrayList<>(own);
    for (int i = 0; i < configured.size(); i++) {
      try {
        all.add(interceptor(configured.get(i)));
      } catch (IllegalArgumentException | ExpressionException wrong) {
        throw new ConfigException(
            "gatehouse.yaml",
            List.of(
                new ConfigError(0, "interceptors[" + i + "]", String.valueOf(wrong.getMessage()))));
      }
    }
    return new InterceptorChain(all);
  }

  /// Refuses agents and channels that name interceptors nobody has, for those would deny every
  /// call.
  static void requireKnown(InterceptorChain chain, GatehouseConfig config) {
    List<ConfigError> errors = new ArrayList<>();
    config
        .agents()
        .forEach((name, agent) -> {
          if (agent instanceof AgentConfig.Local local) {
            String path = "agents." + name;
            errors.addAll(unknown(chain, local.interceptors(), path));
            local
                .channels()
                .forEach((channel, it) ->
                    errors.addAll(
                        unknown(chain, it.interceptors(), path + ".channels." + channel)));
          }
        });
    if (!errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", errors);
    }
  }

  private static List<ConfigError> unknown(
      InterceptorChain chain, Optional<List<String>> names, String path) {
    return names.orElse(List.of()).stream()
        .filter(name -> !chain.codes().contains(name))
        .map(name ->
            new ConfigError(
                0,
                path + ".interceptors",
                "there is no interceptor \"" + name + "\"; there are " + chain.codes()))
        .toList();
  }

  private Interceptor interceptor(InterceptorConfig config) {
    return switch (config) {
      case InterceptorConfig.Expression it -> made(it, "expression", expression(it.when()));
      case InterceptorConfig.Rate it ->
          made(it, "rate_limit", new RateRule(it.calls(), it.per(), clock));
      case InterceptorConfig.Argument it ->
          made(
              it,
              "argument_pattern",
              new ArgumentRule(it.arguments(), it.forbid(), it.allow(), patterns));
      case InterceptorConfig.Path it -> made(it, "path_not_allowed", paths(it));
      case InterceptorConfig.Host it ->
          made(it, "host_not_allowed", new HostRule(it.arguments(), it.allow()));
      case InterceptorConfig.Taint it -> made(it, "tainted", taint(it));
    };
  }

  private static RuleInterceptor made(InterceptorConfig config, String code, CallRule rule) {
    return new RuleInterceptor(
        config.name().orElse(code), config.tools(), config.action(), config.critical(), rule);
  }

  private CallRule expression(String when) {
    return new ExpressionRule(condition(when, patterns));
  }

  /// {@return a condition over the facts of a call, whose names are all known}
  static Expression condition(String when, Patterns patterns) {
    var expression = Expression.parse(when, patterns);
    for (String name : expression.names()) {
      if (!ToolFacts.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "\""
                + name
                + "\" in \""
                + when
                + "\" is unknown; "
                + NearestName.of(name, ToolFacts.NAMES)
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElseGet(() -> "there are " + String.join(", ", ToolFacts.NAMES)));
      }
    }
    return expression;
  }

  private static CallRule paths(InterceptorConfig.Path config) {
    Path base = Path.of(config.base().orElse(""));
    return new PathRule(config.arguments(), base, config.allow().stream().map(Path::of).toList());
  }

  private static CallRule taint(InterceptorConfig.Taint config) {
    Set<Effect> standard =
        config.tools().isEmpty() ? Set.of(Effect.IRREVERSIBLE) : Set.of(Effect.values());
    return new TaintRule(config.effects().isEmpty() ? standard : Set.copyOf(config.effects()));
  }
}
