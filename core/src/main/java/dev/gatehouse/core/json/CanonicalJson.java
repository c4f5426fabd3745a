package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rewrites a value so that all values that mean the same become equal and print the same.
///
/// This is RFC 8785 but for numbers, which stay exact decimals instead of being rounded to doubles:
/// trailing zeros go, whole numbers below 10²¹ print plainly, and what is left prints as
/// [BigDecimal#toString] does. That text depends on the numeric value alone, and because [Json.Num]
/// bounds digits and exponent it is short.
final class CanonicalJson {

  private static final int PLAIN_BELOW_EXPONENT = 21;

  private CanonicalJson() {}

  static Json of(Json json) {
    return of(json, 0);
  }

  private static Json of(Json json, int depth) {
    JsonWriter.checkDepth(depth);
    return switch (json) {
      case Json.Obj(var members) -> new Json.Obj(sorted(members, depth));
      case Json.Arr(var items) -> new Json.Arr(all(items, depth));
      case Json.Num(var value) -> new Json.Num(normal(value));
      case Json.Str text -> text;
      case Json.Bool bool -> bool;
      case Json.Null none -> none;
    };
  }

  private static Map<String, Json> sorted(Map<String, Json> members, int depth) {
    var sorted = new LinkedHashMap<String, Json>();
    // String's natural order is the order of UTF-16 code units.
    new TreeMap<>(members).forEach((name, value) -> sorted.put(name, of(value, depth + 1)));
    return sorted;
  }

  private static List<Json> all(List<Json> items, int depth) {
    var all = new ArrayList<Json>(items.size());
    for (var item : items) {
      all.add(of(item, depth + 1));
    }
    return all;
  }

  private static BigDecimal normal(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    boolean plain = stripped.scale() < 0 && Json.Num.exponent(stripped) < PLAIN_BELOW_EXPONENT;
    return plain ? stripped.setScale(0) : stripped;
  }
}
