package dev.gatehouse.adapters.mcp;

import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines, and gives up on a line that is too long: its bytes are
/// dropped until it ends. Owned by the thread that reads the stream.
final class LineCutter {

  private static final int FIRST_CAPACITY = 4 << 10;
  private static final int KEPT_CAPACITY = 64 << 10;
  private static final int HEAD = 256;

  private final int longest;
  private final Consumer<byte[]> lines;
  private final Consumer<byte[]> tooLong;
  private byte[] head = {};
  private byte[] line = new byte[FIRST_CAPACITY];
  private int length;
  private long dropped;

  /// @param lines takes every line, without its end; empty ones are skipped
  /// @param tooLong hears how every line began that was dropped
  LineCutter(int longest, Consumer<byte[]> lines, Consumer<byte[]> tooLong) {
    this.longest = longest;
    this.lines = lines;
    this.tooLong = tooLong;
  }

  /// {@return how many bytes of the line in progress have been dropped}
  long dropped() {
    return dropped;
  }

  void feed(byte[] bytes, int count) {
    int from = 0;
    for (int at = 0; at < count; at++) {
      if (bytes[at] == '\n') {
        keep(bytes, from, at);
        end();
        from = at + 1;
      }
    }
    keep(bytes, from, count);
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (dropped > 0 || length + more > longest) {
      if (dropped == 0) {
        head = Arrays.copyOf(line, Math.min(length, HEAD));
      }
      dropped += length + more;
      length = 0;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.min(longest, Math.max(length + more, line.length * 2)));
    }
    System.arraycopy(bytes, from, line, length, more);
    length += more;
  }

  private void end() {
    if (dropped > 0) {
      tooLong.accept(head);
    } else {
      int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
      if (end > 0) {
        lines.accept(Arrays.copyOf(line, end));
      }
    }
    dropped = 0;
    length = 0;
    if (line.length > KEPT_CAPACITY) {
      line = new byte[FIRST_CAPACITY];
    }
  }
}
