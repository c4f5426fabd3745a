package dev.gatehouse.core;

import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as files and flags write them: `500ms 30s 10m 2h 1d`.
public final class DurationText {

  /// The written form, for schemas.
  public static final String FORM = "^[0-9]{1,9}(ms|s|m|h|d)$";

  private static final Pattern PARTS = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /// Reads a duration.
  ///
  /// @throws IllegalArgumentException when it has another form
  public static Duration parse(String text) {
    var parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration; write it like 500ms, 30s, 10m, 2h or 1d");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /// {@return a duration of whole milliseconds in the largest unit that holds it exactly}
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
