package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// One JSON number taken out of UTF-8: its value, and where the text goes on.
record NumberScan(BigDecimal value, int end) {

  /// Whole numbers of up to this many characters fit a long without looking.
  private static final int SAFE_LONG = 18;

  /// Scans the number that starts at `start`, where a digit or a minus sign stands.
  static NumberScan at(byte[] in, int start, JsonLimits limits) {
    int whole = wholePart(in, start);
    int end = exponentPart(in, fraction(in, whole));
    if (end - start > limits.maxNumberLength()) {
      throw JsonException.malformed(
          start,
          "a number of " + (end - start) + " characters",
          "at most " + limits.maxNumberLength());
    }
    var text = new String(in, start, end - start, StandardCharsets.ISO_8859_1);
    if (end == whole && text.length() <= SAFE_LONG) {
      return new NumberScan(BigDecimal.valueOf(Long.parseLong(text)), end);
    }
    return new NumberScan(decimal(text, start, limits), end);
  }

  private static int wholePart(byte[] in, int start) {
    int at = in[start] == '-' ? start + 1 : start;
    if (at < in.length && in[at] == '0') {
      if (isDigit(in, at + 1)) {
        throw wrong(in, at + 1, "no digit after a leading zero");
      }
      return at + 1;
    }
    return digits(in, at);
  }

  private static int fraction(byte[] in, int at) {
    return at < in.length && in[at] == '.' ? digits(in, at + 1) : at;
  }

  private static int exponentPart(byte[] in, int at) {
    if (at >= in.length || (in[at] | 0x20) != 'e') {
      return at;
    }
    boolean signed = at + 1 < in.length && (in[at + 1] == '+' || in[at + 1] == '-');
    return digits(in, signed ? at + 2 : at + 1);
  }

  /// Where one or more digits end.
  private static int digits(byte[] in, int start) {
    int at = start;
    while (isDigit(in, at)) {
      at++;
    }
    if (at == start) {
      throw wrong(in, at, "a digit");
    }
    return at;
  }

  private static boolean isDigit(byte[] in, int at) {
    return at < in.length && in[at] >= '0' && in[at] <= '9';
  }

  private static BigDecimal decimal(String text, int start, JsonLimits limits) {
    var value = parsed(text, start, limits);
    if (value.precision() > Json.Num.MAX_DIGITS) {
      throw JsonException.malformed(
          start, value.precision() + " digits", "at most " + Json.Num.MAX_DIGITS);
    }
    if (Math.abs(Json.Num.exponent(value)) > limits.maxExponent()) {
      throw tooLarge(text, start, limits);
    }
    return value;
  }

  private static BigDecimal parsed(String text, int start, JsonLimits limits) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException beyondInt) {
      // The grammar was checked above: what is left to fail is an exponent that overflows an int.
      throw tooLarge(text, start, limits);
    }
  }

  private static JsonException tooLarge(String text, int start, JsonLimits limits) {
    return JsonException.malformed(
        start, "number " + text, "a decimal exponent within " + limits.maxExponent());
  }

  private static JsonException wrong(byte[] in, int at, String expected) {
    return JsonException.malformed(at, JsonReader.found(in, at), expected);
  }
}
