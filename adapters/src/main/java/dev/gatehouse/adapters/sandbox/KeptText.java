package dev.gatehouse.adapters.sandbox;

import java.util.List;

/// The beginning and the end of a long text.
///
/// Owned by one thread at a time.
final class KeptText {

  /// How much of the beginning is kept, in UTF-16 units.
  static final int HEAD = 24 * 1024;

  /// How much of the end is kept.
  static final int TAIL = 40 * 1024;

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private long dropped;

  void add(String text) {
    int room = whole(text, Math.min(HEAD - head.length(), text.length()));
    head.append(text, 0, room);
    tail.append(text, room, text.length());
    if (tail.length() > 2 * TAIL) {
      trim();
    }
  }

  /// {@return a length up to this one that cuts no character in two}
  static int whole(String text, int length) {
    return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  private void trim() {
    int excess = tail.length() - TAIL;
    if (excess > 0) {
      int cut = excess + (Character.isLowSurrogate(tail.charAt(excess)) ? 1 : 0);
      dropped += cut;
      tail.delete(0, cut);
    }
  }

  boolean cut() {
    trim();
    return dropped > 0;
  }

  /// {@return the text, with a mark where something is missing}
  String text() {
    return cut()
        ? head + "\n[" + dropped + " characters are not shown]\n" + tail
        : head.toString() + tail;
  }

  /// {@return the last lines}
  String lastLines(int count) {
    String all = text();
    List<String> lines = all.lines().toList();
    String last = String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    return all.endsWith("\n") ? last + "\n" : last;
  }
}
