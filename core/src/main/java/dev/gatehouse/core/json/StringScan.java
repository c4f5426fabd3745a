package dev.gatehouse.core.json;

import java.nio.charset.StandardCharsets;

/// One JSON string taken out of well-formed UTF-8: its value, and where the text goes on after the
/// closing quote.
record StringScan(String value, int end) {

  /// Scans the string whose first character, after the opening quote, stands at `start`.
  static StringScan at(byte[] in, int start) {
    int stop = runEnd(in, start);
    if (in[stop] == '"') {
      return new StringScan(slice(in, start, stop), stop + 1);
    }
    var value = new StringBuilder(2 * (stop - start) + 16);
    int from = start;
    while (in[stop] == '\\') {
      value.append(slice(in, from, stop));
      from = unescape(in, stop, value);
      stop = runEnd(in, from);
    }
    return new StringScan(value.append(slice(in, from, stop)).toString(), stop + 1);
  }

  /// Where a run of characters that stand for themselves ends: at a quote or a backslash.
  private static int runEnd(byte[] in, int from) {
    for (int at = from; at < in.length; at++) {
      byte b = in[at];
      if (b == '"' || b == '\\') {
        return at;
      }
      if (b >= 0 && b < 0x20) {
        throw wrong(in, at, "control characters to be escaped");
      }
    }
    throw wrong(in, in.length, "a closing quote");
  }

  private static String slice(byte[] in, int from, int to) {
    return new String(in, from, to - from, StandardCharsets.UTF_8);
  }

  /// Appends what the escape at `backslash` stands for and answers where the text goes on.
  private static int unescape(byte[] in, int backslash, StringBuilder value) {
    int at = backslash + 1;
    switch (at < in.length ? in[at] : 0) {
      case '"', '\\', '/' -> value.append((char) in[at]);
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'u' -> {
        return unicode(in, at + 1, value);
      }
      default -> throw wrong(in, at, "one of \" \\ / b f n r t u after a backslash");
    }
    return at + 1;
  }

  private static int unicode(byte[] in, int digits, StringBuilder value) {
    char first = fourHex(in, digits);
    int next = digits + 4;
    value.append(first);
    if (!Character.isSurrogate(first)) {
      return next;
    }
    boolean paired =
        Character.isHighSurrogate(first)
            && next + 1 < in.length
            && in[next] == '\\'
            && in[next + 1] == 'u';
    if (paired) {
      char second = fourHex(in, next + 2);
      if (Character.isLowSurrogate(second)) {
        value.append(second);
        return next + 6;
      }
    }
    throw JsonException.malformed(digits - 2, "a lone surrogate", "a surrogate pair");
  }

  private static char fourHex(byte[] in, int from) {
    int code = 0;
    for (int at = from; at < from + 4; at++) {
      int digit = at < in.length && in[at] >= 0 ? Character.digit(in[at], 16) : -1;
      if (digit < 0) {
        throw wrong(in, at, "four hex digits");
      }
      code = (code << 4) | digit;
    }
    return (char) code;
  }

  private static JsonException wrong(byte[] in, int at, String expected) {
    return JsonException.malformed(at, JsonReader.found(in, at), expected);
  }
}
