package dev.gatehouse.adapters.http;

import java.time.Duration;

/// How long to wait for a provider before a call is given up.
///
/// A silent provider fails after `stall`. One that drips, a byte now and then but no whole event,
/// fails after twice that time, and no call outlives `whole`.
///
/// @param connect for a connection to open
/// @param stall without a single byte
/// @param thinkingStall the same while the model thinks, when long silences are normal
/// @param whole for the call from beginning to end
public record Patience(Duration connect, Duration stall, Duration thinkingStall, Duration whole) {

  /// Ten seconds to connect, one minute of silence, five while thinking, two hours in all.
  public static final Patience STANDARD =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(300),
          Duration.ofHours(2));

  /// Refuses waits that are no waits.
  public Patience {
    requirePositive("connect", connect);
    requirePositive("stall", stall);
    requirePositive("thinking-stall", thinkingStall);
    requirePositive("whole", whole);
  }

  /// {@return this patience with the same bound on silence whether the model thinks or not}
  public Patience withStall(Duration silence) {
    return new Patience(connect, silence, silence, whole);
  }

  /// {@return this patience with another bound on the whole call}
  public Patience withWhole(Duration limit) {
    return new Patience(connect, stall, thinkingStall, limit);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must be positive, not \"" + value + "\"");
    }
  }
}
