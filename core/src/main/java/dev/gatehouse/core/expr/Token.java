package dev.gatehouse.core.expr;

import dev.gatehouse.core.json.Json;
import java.util.Set;

/// A word of an expression.
///
/// @param at where it begins
/// @param text what stands there; the contents of a text
record Token(Kind kind, int at, String text) {

  private static final Set<String> WORDS =
      Set.of("in", "matches", "contains", "true", "false", "null");

  /// What a word can be.
  enum Kind {
    NAME,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  boolean is(String sign) {
    return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
  }

  boolean isWord() {
    return kind == Kind.NAME && WORDS.contains(text);
  }

  /// Whether a name can stand without quotes after a dot.
  static boolean isName(String text) {
    return !text.isEmpty()
        && startsName(text.charAt(0))
        && text.chars().allMatch(c -> continuesName((char) c));
  }

  static boolean startsName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /// The language has no minus, and names of workflow steps have dashes.
  static boolean continuesName(char c) {
    return startsName(c) || isDigit(c) || c == '-';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// How an error shows it.
  String shown() {
    return kind == Kind.END ? "the end" : kind == Kind.TEXT ? Json.of(text).toString() : text;
  }
}
