package dev.gatehouse.core.json;

import java.util.List;
import java.util.Map;

/// Writes values as compact JSON, escaping only what RFC 8259 demands.
///
/// What it writes, [JsonReader] reads back to an equal value within [JsonLimits#OWN] (sizes
/// permitting); a value nested deeper than [JsonLimits#DEEPEST] is refused.
public final class JsonWriter {

  /// What [#escapeLetter] answers for a character that needs no escape.
  static final char PLAIN = 0;

  private static final int TYPICAL_SIZE = 256;

  private JsonWriter() {}

  public static byte[] bytes(Json json) {
    return JsonBytes.withCapacity(TYPICAL_SIZE).value(json).toByteArray();
  }

  static String text(Json json) {
    return JsonBytes.withCapacity(TYPICAL_SIZE).value(json).toString();
  }

  public static void write(Json json, StringBuilder out) {
    out.append(text(json));
  }

  public static void write(Json json, JsonBytes out) {
    value(json, out, 0);
  }

  /// Appends the inside of a JSON string, without quotes. A lone surrogate becomes U+FFFD.
  public static void escape(String text, StringBuilder out) {
    String sound = Unicode.repaired(text);
    int from = 0;
    for (int i = 0; i < sound.length(); i++) {
      char letter = escapeLetter(sound.charAt(i));
      if (letter != PLAIN) {
        out.append(sound, from, i).append('\\').append(letter);
        if (letter == 'u') {
          out.append(String.format("%04x", (int) sound.charAt(i)));
        }
        from = i + 1;
      }
    }
    out.append(sound, from, sound.length());
  }

  /// The letter after the backslash, or [#PLAIN]; `u` asks for four hex digits to follow.
  static char escapeLetter(char c) {
    return switch (c) {
      case '"', '\\' -> c;
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case '\b' -> 'b';
      case '\f' -> 'f';
      default -> c < 0x20 ? 'u' : PLAIN;
    };
  }

  static void checkDepth(int depth) {
    if (depth > JsonLimits.DEEPEST) {
      throw JsonException.noJsonForm(
          "the value is nested deeper than " + JsonLimits.DEEPEST + " levels; flatten it");
    }
  }

  private static void value(Json json, JsonBytes out, int depth) {
    switch (json) {
      case Json.Obj(var members) -> object(members, out, depth + 1);
      case Json.Arr(var items) -> array(items, out, depth + 1);
      case Json.Str(var text) -> out.string(text);
      case Json.Num(var number) -> out.ascii(number.toString());
      case Json.Bool(var truth) -> out.ascii(truth ? "true" : "false");
      case Json.Null _ -> out.ascii("null");
    }
  }

  private static void object(Map<String, Json> members, JsonBytes out, int depth) {
    checkDepth(depth);
    char separator = '{';
    for (var member : members.entrySet()) {
      out.ascii(separator).string(member.getKey()).ascii(':');
      value(member.getValue(), out, depth);
      separator = ',';
    }
    out.ascii(members.isEmpty() ? "{}" : "}");
  }

  private static void array(List<Json> items, JsonBytes out, int depth) {
    checkDepth(depth);
    char separator = '[';
    for (var item : items) {
      out.ascii(separator);
      value(item, out, depth);
      separator = ',';
    }
    out.ascii(items.isEmpty() ? "[]" : "]");
  }
}
