package dev.gatehouse.protocols.http;

/// The chunks of an answer whose length nobody knows before its end (RFC 9112, section 7.1).
final class Chunks {

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Chunks() {}

  /// {@return a chunk with the line end that follows it}
  static byte[] closed(byte[] data) {
    byte[] chunk = new byte[digits(data.length) + 2 + data.length + 2];
    lineEnd(chunk, put(chunk, 0, data));
    return chunk;
  }

  /// {@return a chunk with the line end that the one before it lacks}
  static byte[] opened(byte[] data) {
    byte[] chunk = new byte[2 + digits(data.length) + 2 + data.length];
    put(chunk, lineEnd(chunk, 0), data);
    return chunk;
  }

  private static int digits(int length) {
    return Math.max(1, (35 - Integer.numberOfLeadingZeros(length)) / 4);
  }

  private static int put(byte[] chunk, int from, byte[] data) {
    int end = from + digits(data.length);
    int left = data.length;
    for (int at = end - 1; at >= from; at--) {
      chunk[at] = DIGITS[left & 0xF];
      left >>>= 4;
    }
    end = lineEnd(chunk, end);
    System.arraycopy(data, 0, chunk, end, data.length);
    return end + data.length;
  }

  private static int lineEnd(byte[] chunk, int at) {
    chunk[at] = '\r';
    chunk[at + 1] = '\n';
    return at + 2;
  }
}
