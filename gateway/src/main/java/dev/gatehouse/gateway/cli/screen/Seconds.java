package dev.gatehouse.gateway.cli.screen;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/// Times in lists: nobody reads parts of a second there.
public final class Seconds {

  private Seconds() {}

  /// {@return a time of the wire to the second; what is no time, harmless as it is}
  public static String of(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException _) {
      return Ink.exact(time); // a newer server may write times in another way
    }
  }
}
