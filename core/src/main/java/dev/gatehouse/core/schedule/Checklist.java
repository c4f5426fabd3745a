package dev.gatehouse.core.schedule;

/// A list of what to look after, as text.
public final class Checklist {

  private Checklist() {}

  /// {@return whether it lists nothing: it is blank, or has only headings}
  public static boolean isEmpty(String text) {
    return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
  }
}
