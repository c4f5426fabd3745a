package dev.gatehouse.adapters.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The wait a provider asks for, in seconds or as a date. Absurd values are kept, up to a century:
/// who waits decides.
public final class RetryAfter {

  private static final Duration CENTURY = Duration.ofDays(36_525);
  private static final int LONGEST_NUMBER = 40;

  private RetryAfter() {}

  /// Reads the headers of an answer.
  ///
  /// @param millis the value of `retry-after-ms`, empty when absent
  /// @param value the value of `Retry-After`, empty when absent
  /// @param sent when the provider says it answered, so that its clock is compared with itself
  public static Optional<Duration> of(String millis, String value, Instant sent) {
    return number(millis, 6).or(() -> number(value, 9)).or(() -> date(value, sent));
  }

  /// Reads an HTTP date.
  static Optional<Instant> instant(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      // Providers send all kinds of things here; what is no date says nothing.
      return Optional.empty();
    }
  }

  private static Optional<Duration> number(String text, int nanoDigits) {
    String digits = text.strip();
    if (digits.length() > LONGEST_NUMBER || !digits.matches("[0-9]+(\\.[0-9]+)?")) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(digits).movePointRight(nanoDigits);
    BigDecimal most = BigDecimal.valueOf(CENTURY.toSeconds()).movePointRight(9);
    return Optional.of(Duration.ofNanos(nanos.min(most).longValue()));
  }

  private static Optional<Duration> date(String text, Instant sent) {
    return instant(text)
        .map(until -> Duration.between(sent, until))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(CENTURY) > 0 ? CENTURY : wait);
  }
}
