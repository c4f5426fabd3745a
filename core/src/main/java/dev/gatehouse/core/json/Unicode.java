package dev.gatehouse.core.json;

/// Well-formedness of text: UTF-8 bytes and UTF-16 strings.
final class Unicode {

  static final int FINE = -1;

  private Unicode() {}

  /// Where the first malformed byte sequence starts, or [#FINE].
  static int malformedAt(byte[] utf8) {
    int at = 0;
    while (at < utf8.length) {
      if (utf8[at] >= 0) {
        at++;
        continue;
      }
      int length = sequenceLength(utf8, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return FINE;
  }

  /// Length of the well-formed sequence at `at`, or 0. Follows table 3-7 of the Unicode standard,
  /// which leaves out overlong forms, surrogates and everything above U+10FFFF.
  private static int sequenceLength(byte[] utf8, int at) {
    int lead = utf8[at] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (utf8.length - at < length) {
      return 0;
    }
    int second = utf8[at + 1] & 0xFF;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((utf8[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// Index of the first surrogate without its partner, or [#FINE].
  static int loneSurrogateAt(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return i;
        }
        i++;
      }
    }
    return FINE;
  }

  static boolean startsPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /// The same text with U+FFFD in place of every lone surrogate.
  static String repaired(String text) {
    int lone = loneSurrogateAt(text);
    if (lone == FINE) {
      return text;
    }
    var fixed = new StringBuilder(text);
    for (int i = lone; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (startsPair(text, i)) {
          i++;
        } else {
          fixed.setCharAt(i, '\uFFFD');
        }
      }
    }
    return fixed.toString();
  }
}
