package dev.gatehouse.bench;

import java.util.function.LongConsumer;

/// Finds `@T` and 16 hexadecimal digits in a stream of bytes, however the bytes are cut. It keeps
/// what it has matched so far instead of the bytes, so nothing is copied between reads.
final class StampScanner {
  private static final int MARK = 2;
  private static final int COMPLETE = MARK + MessageFrames.DIGITS;

  private int matched;
  private long value;

  /// Hands every stamp that ends within these bytes to the consumer.
  void scan(byte[] bytes, int from, int to, LongConsumer stamps) {
    for (int i = from; i < to; i++) {
      if (matched != 0 || bytes[i] == '@') {
        advance(bytes[i]);
        if (matched == COMPLETE) {
          matched = 0;
          stamps.accept(value);
        }
      }
    }
  }

  private void advance(byte next) {
    int digit = Character.digit(next, 16);
    if (next == '@') {
      matched = 1;
    } else if (matched == 1 && next == 'T') {
      matched = MARK;
      value = 0;
    } else if (matched >= MARK && digit >= 0) {
      matched++;
      value = value << 4 | digit;
    } else {
      matched = 0;
    }
  }
}
