package dev.gatehouse.adapters.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the one event that makes up most of a stream, a fragment of text, without a tree of JSON
/// in between.
///
/// It knows the exact form the wire gives such an event, and refuses whatever looks different by a
/// single byte or needs judgement: that is for the reader of all events. Used by the thread that
/// reads the stream.
final class TextDelta {

  private static final byte[] HEAD = ascii("{\"type\":\"content_block_delta\",\"index\":");
  private static final byte[] MIDDLE = ascii(",\"delta\":{\"type\":\"text_delta\",\"text\":\"");
  private static final byte[] TAIL = ascii("\"}}");
  private static final int MAX_DIGITS = 4;
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private int index;
  private String text = "";

  /// {@return whether it was such an event; index and text are its own until the next one}
  boolean read(byte[] buffer, int length) {
    if (!isAt(HEAD, buffer, 0, length)) {
      return false;
    }
    int afterIndex = readIndex(buffer, HEAD.length, length);
    if (afterIndex < 0 || !isAt(MIDDLE, buffer, afterIndex, length)) {
      return false;
    }
    int from = afterIndex + MIDDLE.length;
    int end = from;
    boolean escapes = false;
    boolean letters = false;
    while (end < length && buffer[end] != '"') {
      byte next = buffer[end];
      if (next >= 0 && next < ' ') {
        return false;
      }
      letters |= next < 0;
      escapes |= next == '\\';
      end += next == '\\' ? 2 : 1;
    }
    if (!isAt(TAIL, buffer, end, length) || !isBlank(buffer, end + TAIL.length, length)) {
      return false;
    }
    var charset = letters ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    text = new String(buffer, from, end - from, charset);
    // A replacement character may stand for bytes that are no text.
    return (!letters || text.indexOf('\uFFFD') < 0) && (!escapes || unescape());
  }

  /// {@return the number of the block}
  int index() {
    return index;
  }

  /// {@return the fragment}
  String text() {
    return text;
  }

  /// {@return where the number ends, below 0 when there is none}
  private int readIndex(byte[] buffer, int from, int length) {
    int end = from;
    int value = 0;
    while (end < length && end - from < MAX_DIGITS && buffer[end] >= '0' && buffer[end] <= '9') {
      value = 10 * value + buffer[end++] - '0';
    }
    index = value;
    boolean padded = end - from > 1 && buffer[from] == '0';
    return end == from || padded ? -1 : end;
  }

  /// {@return whether every escape has a meaning}
  private boolean unescape() {
    var plain = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != '\\') {
        plain.append(next);
      } else if (text.charAt(at) == 'u') {
        int unit = hex(at + 1);
        if (unit < 0) {
          return false;
        }
        plain.append((char) unit);
        at += 1 + HEX_DIGITS;
      } else {
        int meaning = "\"\\/bfnrt".indexOf(text.charAt(at++));
        if (meaning < 0) {
          return false;
        }
        plain.append("\"\\/\b\f\n\r\t".charAt(meaning));
      }
    }
    text = plain.toString();
    return true;
  }

  private int hex(int from) {
    if (from + HEX_DIGITS > text.length()) {
      return -1;
    }
    int unit = 0;
    for (int at = from; at < from + HEX_DIGITS; at++) {
      int digit = text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), HEX) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = HEX * unit + digit;
    }
    return unit;
  }

  private static boolean isAt(byte[] part, byte[] buffer, int from, int length) {
    int end = from + part.length;
    return end <= length && Arrays.equals(buffer, from, end, part, 0, part.length);
  }

  private static boolean isBlank(byte[] buffer, int from, int length) {
    for (int at = from; at < length; at++) {
      if (buffer[at] != ' ') {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
