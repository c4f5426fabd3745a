package dev.gatehouse.core.policy;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import java.util.List;

/// Holds the calls of some tools to a rule, and reacts always in the same way.
///
/// @param code the name under which clients and the log see it
/// @param tools globs over the names of the tools it watches; empty for all
/// @param reaction what happens to a call that breaks the rule
/// @param critical whether a call is denied when the rule itself fails
public record RuleInterceptor(
    String code, List<String> tools, Reaction reaction, boolean critical, CallRule rule)
    implements Interceptor {

  /// Copies the globs.
  public RuleInterceptor {
    tools = List.copyOf(tools);
  }

  @Override
  public String version() {
    return Json.array(
            Json.array(tools.stream().map(Json::of).toList()),
            Json.of(reaction.name()),
            Json.of(rule.getClass().getSimpleName()),
            rule.settings())
        .canonical();
  }

  @Override
  public Verdict judge(ToolFacts facts) throws Exception {
    return watches(facts.tool())
        ? rule.broken(facts).map(reaction::to).orElseGet(Verdict::allow)
        : Verdict.allow();
  }

  private boolean watches(String tool) {
    return tools.isEmpty() || tools.stream().anyMatch(glob -> Glob.matches(glob, tool));
  }
}
