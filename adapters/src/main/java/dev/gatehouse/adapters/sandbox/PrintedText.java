package dev.gatehouse.adapters.sandbox;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes as text, piece by piece: what is no UTF-8, and what no text has in it, becomes U+FFFD and
/// is counted.
///
/// Owned by one thread at a time.
final class PrintedText {

  private static final char UNREADABLE = '\uFFFD';

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private byte[] rest = {};
  private long unreadable;
  private long bytes;

  /// {@return the text that is complete now}
  String add(byte[] some) {
    bytes += some.length;
    byte[] all = new byte[rest.length + some.length];
    System.arraycopy(rest, 0, all, 0, rest.length);
    System.arraycopy(some, 0, all, rest.length, some.length);
    ByteBuffer from = ByteBuffer.wrap(all);
    String text = decode(from);
    rest = new byte[from.remaining()];
    from.get(rest);
    return text;
  }

  /// {@return what stands for the bytes of a character that never became complete}
  String end() {
    unreadable += rest.length;
    String text = rest.length == 0 ? "" : String.valueOf(UNREADABLE);
    rest = new byte[0];
    return text;
  }

  private String decode(ByteBuffer from) {
    StringBuilder text = new StringBuilder(from.remaining());
    CharBuffer chars = CharBuffer.allocate(from.remaining() + 1);
    while (true) {
      CoderResult result = decoder.reset().decode(from, chars, false);
      drain(chars, text);
      if (!result.isMalformed()) {
        return text.toString();
      }
      from.position(from.position() + result.length());
      unreadable += result.length();
      text.append(UNREADABLE);
    }
  }

  private void drain(CharBuffer chars, StringBuilder into) {
    chars.flip();
    while (chars.hasRemaining()) {
      char each = chars.get();
      boolean odd = each < ' ' && "\n\r\t\f\b\u001b".indexOf(each) < 0;
      unreadable += odd ? 1 : 0;
      into.append(odd ? UNREADABLE : each);
    }
    chars.clear();
  }

  /// {@return how many bytes were no text}
  long unreadable() {
    return unreadable;
  }

  /// {@return how many bytes there were}
  long bytes() {
    return bytes;
  }
}
