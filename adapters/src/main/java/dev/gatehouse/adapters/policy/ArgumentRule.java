package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.spi.Patterns;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An argument must not match some patterns, or must match one of others.
public final class ArgumentRule implements CallRule {

  private final List<String> arguments;
  private final List<String> forbidden;
  private final List<String> allowed;
  private final List<Predicate<String>> forbids;
  private final List<Predicate<String>> allows;

  /// A rule over the texts at some paths of the arguments, or over all texts when none is named.
  ///
  /// @param forbidden patterns that none of them may match
  /// @param allowed patterns of which each must match one; empty for anything
  /// @throws IllegalArgumentException when a pattern is malformed or none is there
  public ArgumentRule(
      List<String> arguments, List<String> forbidden, List<String> allowed, Patterns patterns) {
    if (forbidden.isEmpty() && allowed.isEmpty()) {
      throw new IllegalArgumentException("a rule for arguments must forbid or allow something");
    }
    this.arguments = List.copyOf(arguments);
    this.forbidden = List.copyOf(forbidden);
    this.allowed = List.copyOf(allowed);
    this.forbids = forbidden.stream().map(patterns::compile).toList();
    this.allows = allowed.stream().map(patterns::compile).toList();
  }

  @Override
  public Optional<String> broken(ToolFacts facts) {
    return ArgumentTexts.at(facts.input(), arguments).stream()
        .flatMap(text -> wrong(text).stream())
        .findFirst();
  }

  private Optional<String> wrong(String text) {
    if (text.length() > Patterns.MAX_TEXT) {
      return Optional.of("an argument is too long to be judged: " + ArgumentTexts.shown(text));
    }
    for (int i = 0; i < forbids.size(); i++) {
      if (forbids.get(i).test(text)) {
        return Optional.of(
            "the argument " + ArgumentTexts.shown(text) + " matches '" + forbidden.get(i) + "'");
      }
    }
    return allows.isEmpty() || allows.stream().anyMatch(pattern -> pattern.test(text))
        ? Optional.empty()
        : Optional.of("the argument " + ArgumentTexts.shown(text) + " is not among those allowed");
  }

  @Override
  public Json settings() {
    return Json.obj(
        "arguments", ArgumentTexts.json(arguments),
        "forbidden", ArgumentTexts.json(forbidden),
        "allowed", ArgumentTexts.json(allowed));
  }
}
