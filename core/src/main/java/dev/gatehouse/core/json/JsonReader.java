package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads RFC 8259 JSON and nothing else.
///
/// Also refused, because two programs that read them differently can be played against each other:
/// duplicate member names, lone surrogates, malformed UTF-8, a byte order mark, and whatever
/// exceeds the [JsonLimits]. Offsets in errors count bytes of UTF-8.
public final class JsonReader {

  private final byte[] in;
  private final JsonLimits limits;
  private int at;
  private int tokens;

  private JsonReader(byte[] in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  public static Json read(String text, JsonLimits limits) {
    int lone = Unicode.loneSurrogateAt(text);
    if (lone != Unicode.FINE) {
      int offset = text.substring(0, lone).getBytes(StandardCharsets.UTF_8).length;
      throw JsonException.malformed(offset, "a lone surrogate", "well-formed text");
    }
    return read(text.getBytes(StandardCharsets.UTF_8), limits);
  }

  public static Json read(byte[] utf8, JsonLimits limits) {
    if (utf8.length > limits.maxBytes()) {
      throw JsonException.malformed(
          limits.maxBytes(), utf8.length + " bytes", "at most " + limits.maxBytes());
    }
    int malformed = Unicode.malformedAt(utf8);
    if (malformed != Unicode.FINE) {
      throw JsonException.malformed(malformed, "a malformed byte sequence", "UTF-8");
    }
    return new JsonReader(utf8, limits).document();
  }

  private Json document() {
    var value = value(0);
    skipSpace();
    if (at < in.length) {
      throw wrong("the end of the input");
    }
    return value;
  }

  private Json value(int depth) {
    skipSpace();
    countToken();
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> new Json.Str(string("a string"));
      case 't' -> literal("true", new Json.Bool(true));
      case 'f' -> literal("false", new Json.Bool(false));
      case 'n' -> literal("null", Json.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw wrong("a JSON value");
    };
  }

  private Json object(int depth) {
    open(depth);
    var members = new LinkedHashMap<String, Json>();
    if (closes('}')) {
      return new Json.Obj(members);
    }
    do {
      skipSpace();
      int start = at;
      countToken();
      var name = string("a member name in double quotes");
      if (members.containsKey(name)) {
        throw JsonException.malformed(
            start, "member name \"" + shortened(name) + "\" again", "each name once");
      }
      skipSpace();
      expect(':');
      members.put(name, value(depth));
    } while (continues('}'));
    return new Json.Obj(members);
  }

  private Json array(int depth) {
    open(depth);
    var items = new ArrayList<Json>();
    if (closes(']')) {
      return new Json.Arr(items);
    }
    do {
      items.add(value(depth));
    } while (continues(']'));
    return new Json.Arr(items);
  }

  private void open(int depth) {
    if (depth > limits.maxDepth()) {
      throw wrong("at most " + limits.maxDepth() + " levels of nesting");
    }
    at++;
  }

  private boolean closes(char bracket) {
    skipSpace();
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char bracket) {
    skipSpace();
    if (peek() == ',') {
      at++;
      return true;
    }
    if (peek() != bracket) {
      throw wrong("',' or '" + bracket + "'");
    }
    at++;
    return false;
  }

  private Json literal(String word, Json value) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw wrong("\"" + word + "\"");
      }
      at++;
    }
    return value;
  }

  private Json number() {
    var scan = NumberScan.at(in, at, limits);
    at = scan.end();
    return new Json.Num(scan.value());
  }

  private String string(String expected) {
    if (peek() != '"') {
      throw wrong(expected);
    }
    int start = at + 1;
    var scan = StringScan.at(in, start);
    at = scan.end();
    if (at - 1 - start > limits.maxString()) {
      throw JsonException.malformed(
          start, "a string of " + (at - 1 - start) + " bytes", "at most " + limits.maxString());
    }
    return scan.value();
  }

  private void countToken() {
    if (++tokens > limits.maxTokens()) {
      throw wrong("at most " + limits.maxTokens() + " values and member names");
    }
  }

  private void skipSpace() {
    while (at < in.length
        && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
      at++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  /// The byte to read next, or 0, which no grammar rule accepts, at the end.
  private int peek() {
    return at < in.length ? in[at] : 0;
  }

  private JsonException wrong(String expected) {
    return JsonException.malformed(at, found(in, at), expected);
  }

  private static String shortened(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }

  /// Names what stands at an offset of well-formed UTF-8.
  static String found(byte[] in, int at) {
    if (at >= in.length) {
      return "the end of the input";
    }
    if (in[at] > 0x20 && in[at] < 0x7F) {
      return "'" + (char) in[at] + "'";
    }
    int length = Math.min(4, in.length - at);
    int codePoint = new String(in, at, length, StandardCharsets.UTF_8).codePointAt(0);
    return String.format("U+%04X", codePoint);
  }
}
