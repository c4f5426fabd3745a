package dev.gatehouse.runtime.feed;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the feed. As text it is the cursor that clients hand back; it is opaque to them.
///
/// @param boot the process whose numbers these are; `0` for a place in the store
/// @param number the next change's
/// @param nanos the time up to which all is known, in nanoseconds since 1970
public record FeedPlace(String boot, long number, long nanos) {

  private static final long PER_SECOND = 1_000_000_000L;
  private static final String STORE = "0";
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,16})-(\\d{1,18})-([1-8]?\\d{1,18})");

  static FeedPlace at(String boot, long number, Instant known) {
    return new FeedPlace(boot, number, known.getEpochSecond() * PER_SECOND + known.getNano());
  }

  static FeedPlace stored(Instant known) {
    return at(STORE, 0, known);
  }

  /// Reads a cursor.
  ///
  /// @return nothing when the text is no cursor
  public static Optional<FeedPlace> parse(String cursor) {
    Matcher form = FORM.matcher(cursor);
    return form.matches()
        ? Optional.of(
            new FeedPlace(
                form.group(1), Long.parseLong(form.group(2)), Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  Instant known() {
    return Instant.ofEpochSecond(nanos / PER_SECOND, nanos % PER_SECOND);
  }

  /// {@return the cursor}
  @Override
  public String toString() {
    return boot + "-" + number + "-" + nanos;
  }
}
