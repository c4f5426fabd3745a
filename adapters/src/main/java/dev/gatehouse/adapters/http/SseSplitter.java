package dev.gatehouse.adapters.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a stream of bytes into server-sent events, wherever the network cut it: inside a line end,
/// a mark or a letter.
///
/// Lines end in LF, CR or CRLF; a byte order mark, comments and unknown fields are skipped. Works
/// on bytes, because a piece of the stream may end inside a letter. Owned by the thread that reads
/// the stream.
public final class SseSplitter {

  /// No event is larger: what goes on longer is no event stream.
  public static final int MAX_EVENT_BYTES = 8 << 20;

  private static final int FIRST_CAPACITY = 256;
  private static final int KEPT_CAPACITY = 64 << 10;
  private static final byte[] DATA = ascii("data");
  private static final byte[] EVENT = ascii("event");
  private static final byte[] ID = ascii("id");
  private static final byte[] RETRY = ascii("retry");
  private static final int MOST_RETRY_DIGITS = 9;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final SseSink sink;
  private byte[] line = new byte[FIRST_CAPACITY];
  private int lineLength;
  private byte[] data = new byte[FIRST_CAPACITY];
  private int dataLength;
  private boolean hasData;
  private String type = "";
  private byte[] typeBytes = {};
  private String lastType = "";
  private String id = "";
  private String lastId = "";
  private Optional<Duration> retry = Optional.empty();
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /// Makes a splitter at the beginning of a stream.
  public SseSplitter(SseSink sink) {
    this.sink = sink;
  }

  /// Takes the next bytes of the stream and hands on every event they complete.
  ///
  /// @throws StreamFailure when an event grows beyond [#MAX_EVENT_BYTES]
  public void feed(byte[] bytes, int from, int to) {
    int start = from;
    if (start < to) {
      start += afterCarriageReturn && bytes[start] == '\n' ? 1 : 0;
      afterCarriageReturn = false;
    }
    while (start < to) {
      int end = lineEnd(bytes, start, to);
      if (end == to) {
        keep(bytes, start, end);
        return;
      }
      endLine(bytes, start, end);
      start = end + 1;
      if (bytes[end] == '\r') {
        afterCarriageReturn = start == to;
        start += start < to && bytes[start] == '\n' ? 1 : 0;
      }
    }
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    return end;
  }

  /// {@return the id of the last whole event that bore one, empty before that}
  public String lastId() {
    return lastId;
  }

  /// {@return how long to wait before the stream is asked for again, when the server said so}
  public Optional<Duration> retry() {
    return retry;
  }

  /// Takes the end of the stream: an event that lacks only its blank line is handed on.
  public void finish() {
    if (lineLength > 0) {
      endLine(line, 0, 0);
    }
    endEvent();
  }

  private void keep(byte[] bytes, int from, int to) {
    line = append(line, lineLength, bytes, from, to);
    lineLength += to - from;
  }

  /// Takes the rest of a line. One that came in a single piece is read where it lies.
  private void endLine(byte[] bytes, int from, int to) {
    if (lineLength == 0) {
      line(bytes, from, to);
      return;
    }
    keep(bytes, from, to);
    int end = lineLength;
    lineLength = 0;
    line(line, 0, end);
    if (line.length > KEPT_CAPACITY) {
      line = new byte[FIRST_CAPACITY];
    }
  }

  private void line(byte[] bytes, int from, int end) {
    int start = from;
    if (firstLine) {
      firstLine = false;
      start += startsWith(BYTE_ORDER_MARK, bytes, from, end) ? BYTE_ORDER_MARK.length : 0;
    }
    if (start == end) {
      endEvent();
    } else if (isField(DATA, bytes, start, end)) {
      addData(bytes, valueStart(bytes, start + DATA.length, end), end);
    } else if (isField(EVENT, bytes, start, end)) {
      type = type(bytes, valueStart(bytes, start + EVENT.length, end), end);
    } else if (isField(ID, bytes, start, end)) {
      id = text(bytes, valueStart(bytes, start + ID.length, end), end);
    } else if (isField(RETRY, bytes, start, end)) {
      retry(text(bytes, valueStart(bytes, start + RETRY.length, end), end));
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private void retry(String millis) {
    boolean digits =
        !millis.isEmpty()
            && millis.length() <= MOST_RETRY_DIGITS
            && millis.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    if (digits) {
      retry = Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }
  }

  /// Most events of a stream have the type of the one before.
  private String type(byte[] bytes, int from, int to) {
    if (!Arrays.equals(bytes, from, to, typeBytes, 0, typeBytes.length)) {
      typeBytes = Arrays.copyOfRange(bytes, from, to);
      lastType = new String(typeBytes, StandardCharsets.UTF_8);
    }
    return lastType;
  }

  private void addData(byte[] bytes, int from, int to) {
    if (hasData) {
      data = append(data, dataLength++, new byte[] {'\n'}, 0, 1);
    }
    hasData = true;
    data = append(data, dataLength, bytes, from, to);
    dataLength += to - from;
  }

  private void endEvent() {
    if (hasData) {
      sink.event(type, data, dataLength);
    }
    lastId = id;
    hasData = false;
    dataLength = 0;
    type = "";
    if (data.length > KEPT_CAPACITY) {
      data = new byte[FIRST_CAPACITY];
    }
  }

  private static boolean isField(byte[] name, byte[] bytes, int start, int end) {
    int after = start + name.length;
    return startsWith(name, bytes, start, end) && (after == end || bytes[after] == ':');
  }

  /// A loop, because the names are too short for anything quicker.
  private static boolean startsWith(byte[] prefix, byte[] bytes, int start, int end) {
    if (end - start < prefix.length) {
      return false;
    }
    for (int at = 0; at < prefix.length; at++) {
      if (bytes[start + at] != prefix[at]) {
        return false;
      }
    }
    return true;
  }

  private static int valueStart(byte[] bytes, int colon, int end) {
    int start = Math.min(colon + 1, end);
    return start < end && bytes[start] == ' ' ? start + 1 : start;
  }

  private static byte[] append(byte[] target, int length, byte[] bytes, int from, int to) {
    int needed = length + to - from;
    if (needed > MAX_EVENT_BYTES) {
      throw StreamFailure.protocol(
          "an event of the stream is larger than the limit of " + MAX_EVENT_BYTES + " bytes");
    }
    byte[] roomy =
        needed <= target.length
            ? target
            : Arrays.copyOf(target, Math.min(MAX_EVENT_BYTES, Math.max(needed, target.length * 2)));
    System.arraycopy(bytes, from, roomy, length, to - from);
    return roomy;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
