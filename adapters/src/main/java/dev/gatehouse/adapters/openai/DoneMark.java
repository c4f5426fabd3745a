package dev.gatehouse.adapters.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The word that ends a Chat Completions stream, and some Responses streams.
final class DoneMark {

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private DoneMark() {}

  static boolean is(byte[] buffer, int length) {
    int end = length;
    while (end > 0 && buffer[end - 1] == ' ') {
      end--;
    }
    return Arrays.equals(buffer, 0, end, DONE, 0, DONE.length);
  }
}
