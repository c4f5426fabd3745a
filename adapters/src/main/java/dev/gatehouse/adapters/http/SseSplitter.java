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
      keep(bytes, start, end);
      if (end == to) {
        return;
      }
      endLine();
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
      endLine();
    }
    endEvent();
  }

  private void keep(byte[] bytes, int from, int to) {
    line = append(line, lineLength, bytes, from, to);
    lineLength += to - from;
  }

  private void endLine() {
    int start = firstLine && startsWith(BYTE_ORDER_MARK, 0) ? BYTE_ORDER_MARK.length : 0;
    firstLine = false;
    int end = lineLength;
    lineLength = 0;
    if (start == end) {
      endEvent();
      return;
    }
    if (isField(DATA, start, end)) {
      addData(valueStart(start + DATA.length, end), end);
    } else if (isField(EVENT, start, end)) {
      int from = valueStart(start + EVENT.length, end);
      type = type(from, end);
    } else if (isField(ID, start, end)) {
      id = text(valueStart(start + ID.length, end), end);
    } else if (isField(RETRY, start, end)) {
      retry(text(valueStart(start + RETRY.length, end), end));
    }
    if (line.length > KEPT_CAPACITY) {
      line = new byte[FIRST_CAPACITY];
    }
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
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
  private String type(int from, int to) {
    if (!Arrays.equals(line, from, to, typeBytes, 0, typeBytes.length)) {
      typeBytes = Arrays.copyOfRange(line, from, to);
      lastType = new String(typeBytes, StandardCharsets.UTF_8);
    }
    return lastType;
  }

  private void addData(int from, int to) {
    if (hasData) {
      data = append(data, dataLength++, new byte[] {'\n'}, 0, 1);
    }
    hasData = true;
    data = append(data, dataLength, line, from, to);
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

  private boolean isField(byte[] name, int start, int end) {
    int after = start + name.length;
    return after <= end && startsWith(name, start) && (after == end || line[after] == ':');
  }

  private boolean startsWith(byte[] prefix, int start) {
    int end = start + prefix.length;
    return end <= line.length && Arrays.equals(line, start, end, prefix, 0, prefix.length);
  }

  private int valueStart(int colon, int end) {
    int start = Math.min(colon + 1, end);
    return start < end && line[start] == ' ' ? start + 1 : start;
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
