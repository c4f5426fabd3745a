package dev.gatehouse.core.expr;

import dev.gatehouse.core.json.Json;
import java.util.Map;
import java.util.function.IntPredicate;

/// How values compare, whatever they are.
final class Values {

  /// Values nested deeper are never the same; text from outside never is.
  private static final int DEEPEST = 256;

  private Values() {}

  static boolean isTrue(Json value) {
    return switch (value) {
      case Json.Bool(var truth) -> truth;
      case Json.Null _ -> false;
      case Json.Num(var number) -> number.signum() != 0;
      case Json.Str(var text) -> !text.isEmpty();
      case Json.Arr(var items) -> !items.isEmpty();
      case Json.Obj(var members) -> !members.isEmpty();
    };
  }

  static boolean same(Json left, Json right) {
    return same(left, right, 0);
  }

  private static boolean same(Json left, Json right, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    return switch (left) {
      case Json.Num(var one) -> right instanceof Json.Num(var other) && one.compareTo(other) == 0;
      case Json.Arr one -> right instanceof Json.Arr other && sameItems(one, other, depth + 1);
      case Json.Obj one -> right instanceof Json.Obj other && sameMembers(one, other, depth + 1);
      case Json.Str text -> text.equals(right);
      case Json.Bool bool -> bool.equals(right);
      case Json.Null none -> none == right;
    };
  }

  private static boolean sameItems(Json.Arr left, Json.Arr right, int depth) {
    int size = left.items().size();
    if (size != right.items().size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!same(left.items().get(i), right.items().get(i), depth)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMembers(Json.Obj left, Json.Obj right, int depth) {
    Map<String, Json> others = right.members();
    return left.members().size() == others.size()
        && left.members().entrySet().stream()
            .allMatch(member -> {
              Json other = others.get(member.getKey());
              return other != null && same(member.getValue(), other, depth);
            });
  }

  /// Whether two numbers or two texts are in this order; anything else has none.
  static boolean ordered(Json left, Json right, IntPredicate wanted) {
    if (left instanceof Json.Num(var one) && right instanceof Json.Num(var other)) {
      return wanted.test(one.compareTo(other));
    }
    return left instanceof Json.Str(var one)
        && right instanceof Json.Str(var other)
        && wanted.test(one.compareTo(other));
  }

  static boolean contains(Json whole, Json part) {
    return switch (whole) {
      case Json.Arr(var items) -> items.stream().anyMatch(item -> same(item, part));
      case Json.Obj(var members) -> part instanceof Json.Str(var name) && members.containsKey(name);
      case Json.Str(var text) -> part instanceof Json.Str(var piece) && occurs(piece, text);
      case Json.Num _, Json.Bool _, Json.Null _ -> false;
    };
  }

  /// Looks for one text in another in linear time (Knuth, Morris and Pratt): both may come from
  /// outside, and the usual search is quadratic when they are made for it.
  private static boolean occurs(String piece, String text) {
    if (piece.isEmpty() || piece.length() > text.length()) {
      return piece.isEmpty();
    }
    int[] fallback = fallbacks(piece);
    int fits = 0;
    for (int i = 0; i < text.length(); i++) {
      while (fits > 0 && piece.charAt(fits) != text.charAt(i)) {
        fits = fallback[fits - 1];
      }
      if (piece.charAt(fits) == text.charAt(i)) {
        fits++;
      }
      if (fits == piece.length()) {
        return true;
      }
    }
    return false;
  }

  /// For every start of the piece the length of its longest proper end that is a start as well.
  private static int[] fallbacks(String piece) {
    int[] fallback = new int[piece.length()];
    int fits = 0;
    for (int i = 1; i < piece.length(); i++) {
      while (fits > 0 && piece.charAt(fits) != piece.charAt(i)) {
        fits = fallback[fits - 1];
      }
      if (piece.charAt(fits) == piece.charAt(i)) {
        fits++;
      }
      fallback[i] = fits;
    }
    return fallback;
  }
}
