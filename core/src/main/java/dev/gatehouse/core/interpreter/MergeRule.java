package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a write joins what is there. `sum` and `union` give the same in whatever order the writes
/// come.
public enum MergeRule {
  /// The last write wins.
  REPLACE,
  /// A list grows; the items of a list that is written are added one by one.
  APPEND,
  /// Numbers add up; what is no number counts as none.
  SUM,
  /// A set grows, sorted by its items' canonical form; the members of objects are joined.
  UNION;

  /// {@return the rule of that name}
  public static Optional<MergeRule> named(String name) {
    for (MergeRule rule : values()) {
      if (rule.wire().equals(name)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /// {@return its name in documents}
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// {@return what is there after a write}
  public Json merge(Json old, Json value) {
    return switch (this) {
      case REPLACE -> value;
      case APPEND -> appended(old, value);
      case SUM -> new Json.Num(number(old).add(number(value)));
      case UNION -> united(old, value);
    };
  }

  private static Json appended(Json old, Json value) {
    List<Json> all = new ArrayList<>(items(old));
    all.addAll(items(value));
    return Json.array(all);
  }

  private static List<Json> items(Json value) {
    return switch (value) {
      case Json.Arr(List<Json> items) -> items;
      case Json.Null _ -> List.of();
      default -> List.of(value);
    };
  }

  private static BigDecimal number(Json value) {
    return value instanceof Json.Num(BigDecimal number) ? number : BigDecimal.ZERO;
  }

  private static Json united(Json old, Json value) {
    if (old instanceof Json.Obj(Map<String, Json> one)
        && value instanceof Json.Obj(Map<String, Json> other)) {
      Map<String, Json> all = new LinkedHashMap<>(one);
      other.forEach((name, member) -> all.merge(name, member, MergeRule::larger));
      return new Json.Obj(all);
    }
    if (old instanceof Json.Null && value instanceof Json.Obj) {
      return value;
    }
    Set<Json> all = new LinkedHashSet<>(items(old));
    all.addAll(items(value));
    List<Json> sorted = new ArrayList<>(all);
    sorted.sort(java.util.Comparator.comparing(Json::canonical));
    return Json.array(sorted);
  }

  /// Of two values of one member the one that sorts last stays, whoever came first.
  private static Json larger(Json one, Json other) {
    return one.canonical().compareTo(other.canonical()) >= 0 ? one : other;
  }
}
