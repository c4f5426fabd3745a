package dev.gatehouse.core.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of UTF-8 that writes escaped JSON strings without intermediate strings.
///
/// Made for hot paths such as one frame per delta: clear it and use it again. Owned by one thread.
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int WORST_CHAR = 6;

  private byte[] buffer;
  private int size;

  private JsonBytes(int capacity) {
    this.buffer = new byte[capacity];
  }

  public static JsonBytes withCapacity(int bytes) {
    return new JsonBytes(bytes);
  }

  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(buffer, 0, size);
  }

  public JsonBytes clear() {
    size = 0;
    return this;
  }

  /// Appends one ASCII character as it is.
  public JsonBytes ascii(char c) {
    reserve(1);
    buffer[size++] = (byte) c;
    return this;
  }

  /// Appends ASCII text as it is; for punctuation, names known to be plain, and numbers.
  public JsonBytes ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  /// Appends bytes that are already JSON.
  public JsonBytes raw(byte[] utf8) {
    reserve(utf8.length);
    System.arraycopy(utf8, 0, buffer, size, utf8.length);
    size += utf8.length;
    return this;
  }

  /// Appends a JSON string with its quotes. A lone surrogate becomes U+FFFD.
  public JsonBytes string(String text) {
    int length = text.length();
    reserve(length + 2);
    buffer[size++] = '"';
    int at = appendPlain(text);
    if (at < length) {
      appendEscaped(text, at);
    }
    return ascii('"');
  }

  /// Appends the value as compact JSON.
  public JsonBytes value(Json json) {
    JsonWriter.write(json, this);
    return this;
  }

  @Override
  public String toString() {
    return new String(buffer, 0, size, StandardCharsets.UTF_8);
  }

  /// Copies the leading characters that stand for themselves in one byte; most text is all of that.
  private int appendPlain(String text) {
    byte[] into = buffer;
    int to = size;
    int i = 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') {
        break;
      }
      into[to++] = (byte) c;
    }
    size = to;
    return i;
  }

  private void appendEscaped(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      reserve(WORST_CHAR);
      char c = text.charAt(i);
      if (c < 0x80) {
        appendAscii(c);
      } else if (c < 0x800) {
        buffer[size++] = (byte) (0xC0 | (c >> 6));
        buffer[size++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        appendThree(c);
      } else if (Unicode.startsPair(text, i)) {
        appendFour(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        appendThree('\uFFFD');
      }
    }
  }

  private void appendAscii(char c) {
    char letter = JsonWriter.escapeLetter(c);
    if (letter == JsonWriter.PLAIN) {
      buffer[size++] = (byte) c;
      return;
    }
    buffer[size++] = '\\';
    buffer[size++] = (byte) letter;
    if (letter == 'u') {
      buffer[size++] = '0';
      buffer[size++] = '0';
      buffer[size++] = HEX[c >> 4];
      buffer[size++] = HEX[c & 0xF];
    }
  }

  private void appendThree(char c) {
    buffer[size++] = (byte) (0xE0 | (c >> 12));
    buffer[size++] = continuation(c >> 6);
    buffer[size++] = continuation(c);
  }

  private void appendFour(int codePoint) {
    buffer[size++] = (byte) (0xF0 | (codePoint >> 18));
    buffer[size++] = continuation(codePoint >> 12);
    buffer[size++] = continuation(codePoint >> 6);
    buffer[size++] = continuation(codePoint);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      int needed = Math.addExact(size, more);
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
    }
  }
}
