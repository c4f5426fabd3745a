package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one HTTP response as it arrives, however it is cut, and passes its body on without the
/// chunk framing, so that a server may cut its chunks anywhere.
final class LoadResponse {
  private static final int MAX_LINE = 8 * 1_024;
  private static final Pattern LENGTH = field("content-length");
  private static final Pattern TRANSFER = field("transfer-encoding");
  private static final Pattern RUN = field("x-run-id");

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
  private final StringBuilder head = new StringBuilder();
  private State state = State.HEAD;
  private long left;

  private enum State {
    HEAD,
    SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    SIZED_BODY,
    OPEN_BODY,
    DONE
  }

  /// Takes body bytes.
  interface Body {
    void bytes(byte[] bytes, int from, int to);
  }

  /// Reads these bytes; what lies behind the end of the response is refused.
  void read(byte[] bytes, int count, Body body) throws IOException {
    int at = 0;
    while (at < count) {
      at =
          switch (state) {
            case HEAD, SIZE, CHUNK_END, TRAILER -> readLine(bytes, at, count);
            case CHUNK, SIZED_BODY -> readBody(bytes, at, count, body);
            case OPEN_BODY -> {
              body.bytes(bytes, at, count);
              yield count;
            }
            case DONE -> throw new IOException("bytes follow the end of the response");
          };
    }
  }

  boolean isDone() {
    return state == State.DONE;
  }

  boolean hasHead() {
    return state != State.HEAD;
  }

  /// True when the response has no other end than that of the connection.
  boolean endsWithConnection() {
    return state == State.OPEN_BODY;
  }

  /// The status line, for instance `HTTP/1.1 200 OK`.
  String status() {
    return head.substring(0, Math.max(0, head.indexOf("\n")));
  }

  boolean isOk() {
    return status().startsWith("HTTP/1.1 200");
  }

  /// The run that the server named, once the head is there.
  Optional<String> runId() {
    return value(RUN);
  }

  private int readBody(byte[] bytes, int at, int count, Body body) {
    int end = (int) Math.min(count, at + left);
    body.bytes(bytes, at, end);
    left -= end - at;
    if (left == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
    }
    return end;
  }

  private int readLine(byte[] bytes, int from, int count) throws IOException {
    int at = from;
    while (at < count && bytes[at] != '\n') {
      at++;
    }
    line.write(bytes, from, at - from);
    if (line.size() > MAX_LINE) {
      throw new IOException("a line of the response is longer than " + MAX_LINE + " bytes");
    }
    if (at < count) {
      var text = line.toString(ISO_8859_1).stripTrailing();
      line.reset();
      next(text);
    }
    return at + 1;
  }

  private void next(String text) throws IOException {
    switch (state) {
      case HEAD -> header(text);
      case SIZE -> size(text);
      case CHUNK_END -> state = State.SIZE;
      case TRAILER -> state = text.isEmpty() ? State.DONE : State.TRAILER;
      case CHUNK, SIZED_BODY, OPEN_BODY, DONE -> throw new IllegalStateException("no line here");
    }
  }

  private void header(String text) {
    if (!text.isEmpty()) {
      head.append(text).append('\n');
    } else if (value(TRANSFER).filter("chunked"::equalsIgnoreCase).isPresent()) {
      state = State.SIZE;
    } else {
      left = value(LENGTH).map(Long::parseLong).orElse(-1L);
      state = left < 0 ? State.OPEN_BODY : left == 0 ? State.DONE : State.SIZED_BODY;
    }
  }

  private void size(String text) throws IOException {
    try {
      left = Long.parseLong(text.split(";", 2)[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("\"" + text + "\" is no chunk size", e);
    }
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }

  private Optional<String> value(Pattern field) {
    return field.matcher(head).results().findFirst().map(match -> match.group(1));
  }

  private static Pattern field(String name) {
    return Pattern.compile(
        "^" + name + ":[ \\t]*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }
}
