package dev.gatehouse.adapters.anthropic;

import java.util.regex.Pattern;

/// What generation a Claude is, read from its name, because the wire changed between generations.
///
/// @param major such as 4 in `claude-opus-4-7`
/// @param minor such as 7; 0 when the name has none
record ClaudeVersion(int major, int minor) implements Comparable<ClaudeVersion> {

  /// A name that follows no known pattern is taken for this one, the oldest whose features all
  /// later ones have.
  static final ClaudeVersion UNKNOWN = new ClaudeVersion(4, 5);

  private static final Pattern NAME =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

  static ClaudeVersion of(String model) {
    var name = NAME.matcher(model);
    if (!name.find()) {
      return UNKNOWN;
    }
    int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return new ClaudeVersion(Integer.parseInt(name.group(1)), minor);
  }

  /// {@return whether it decides itself how long to think, and is told only how hard to try}
  boolean thinksAdaptively() {
    return compareTo(new ClaudeVersion(4, 6)) >= 0;
  }

  /// {@return whether it thinks within a number of tokens}
  boolean thinksWithinBudget() {
    return !thinksAdaptively() && compareTo(new ClaudeVersion(3, 7)) >= 0;
  }

  /// {@return whether it can be held to a JSON Schema}
  boolean followsSchema() {
    return compareTo(new ClaudeVersion(4, 5)) >= 0;
  }

  @Override
  public int compareTo(ClaudeVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }
}
