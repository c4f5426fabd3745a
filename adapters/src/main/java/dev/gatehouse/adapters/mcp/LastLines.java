package dev.gatehouse.adapters.mcp;

import java.nio.charset.StandardCharsets;

/// The end of what a child wrote to its standard error, for people who look for the reason. For any
/// number of threads.
final class LastLines {

  private static final int KEPT = 8 << 10;
  private static final int TOLD = 300;

  private final StringBuilder text = new StringBuilder();

  synchronized void add(byte[] bytes, int count) {
    text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
    if (text.length() > KEPT) {
      text.delete(0, text.length() - KEPT);
    }
  }

  /// {@return the last words on one line, empty when there were none}
  synchronized String told() {
    String all = text.toString().strip().replaceAll("\\s*[\\r\\n]+\\s*", " | ");
    return all.length() <= TOLD ? all : "…" + all.substring(all.length() - TOLD);
  }
}
