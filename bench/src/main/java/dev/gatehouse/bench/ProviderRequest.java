package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gathers one HTTP request from a connection: a head, then a body of the announced length.
final class ProviderRequest {
  private static final int FIRST_BUFFER = 1_024;
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern LENGTH =
      Pattern.compile("\\r\\ncontent-length:[ \\t]*(\\d{1,7})", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHUNKED =
      Pattern.compile("\\r\\ntransfer-encoding:[ \\t]*chunked", Pattern.CASE_INSENSITIVE);
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private byte[] bytes = new byte[FIRST_BUFFER];
  private int size;

  /// A request that has arrived as a whole.
  ///
  /// @param line method and path, for instance `POST /v1/messages`
  record Arrived(String line, String body) {}

  /// Adds bytes; false when the request is larger than this server reads.
  boolean add(ByteBuffer more) {
    int needed = size + more.remaining();
    if (needed > MAX_BYTES) {
      return false;
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    int count = more.remaining();
    more.get(bytes, size, count);
    size += count;
    return true;
  }

  /// Takes the first complete request out of the buffer.
  Optional<Arrived> take() {
    var text = new String(bytes, 0, size, ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Optional.empty();
    }
    int end = end(text, head);
    if (end < 0 || size < end) {
      return Optional.empty();
    }
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    if (size == 0) {
      bytes = new byte[FIRST_BUFFER];
    }
    int line = text.indexOf(" HTTP/1.1\r\n");
    return Optional.of(
        new Arrived(text.substring(0, Math.max(0, line)), text.substring(head + 4, end)));
  }

  /// Where the request ends, or negative when that has not arrived. A chunked body stays as it
  /// came: the model name, all that is read from it, lies within one chunk.
  private static int end(String text, int head) {
    var fields = text.substring(0, head);
    if (CHUNKED.matcher(fields).find()) {
      int last = text.indexOf(LAST_CHUNK, head + 2);
      return last < 0 ? -1 : last + LAST_CHUNK.length();
    }
    var length = LENGTH.matcher(fields);
    return head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
  }
}
