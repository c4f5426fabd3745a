package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox.Limits;
import java.time.Duration;

/// How programs of agents are treated.
///
/// @param limits what each may use up; its time is what a call gets that asks for none
/// @param longest the most time a call may ask for
public record CodeSettings(Limits limits, Duration longest) {

  /// The standard limits; two minutes at most.
  public static final CodeSettings STANDARD =
      new CodeSettings(Limits.STANDARD, Duration.ofMinutes(2));

  /// Refuses a usual time above the longest.
  public CodeSettings {
    if (limits.time().compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "programs get " + limits.time() + " unasked, more than the longest time, " + longest);
    }
  }
}
