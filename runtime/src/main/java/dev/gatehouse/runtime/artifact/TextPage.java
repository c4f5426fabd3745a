package dev.gatehouse.runtime.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A piece of a text in UTF-8 that begins and ends between characters. Offsets count bytes, so that
/// a page is found without reading what lies before it.
///
/// @param from where it begins
/// @param to where it ends, and the next one begins
public record TextPage(String text, int from, int to) {

  /// The page from about an offset on, empty when there is no text there.
  ///
  /// @param limit the most bytes, at least four
  public static Optional<TextPage> of(byte[] bytes, int offset, int limit) {
    int from = offset;
    while (from < bytes.length && isInside(bytes[from])) {
      from++;
    }
    int to = (int) Math.min(bytes.length, (long) from + limit);
    while (to > from && to < bytes.length && isInside(bytes[to])) {
      to--;
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
      return Optional.of(new TextPage(text, from, to));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// {@return whether a byte of UTF-8 goes on with a character}
  private static boolean isInside(byte one) {
    return (one & 0xC0) == 0x80;
  }
}
