package dev.gatehouse.core.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/// Times as a clock on a wall shows them, where no zone and no daylight saving exist; whole
/// minutes.
public interface WallTimes {

  /// {@return the first of them that comes later, empty when none does}
  Optional<LocalDateTime> next(LocalDateTime after);

  /// {@return what its hours mean}
  Hours hours();

  /// What the hours of an expression mean.
  enum Hours {
    /// Hours of the day that were chosen: each day has each of them once.
    NAMED,
    /// Hours as they pass, because it names all of them or every so many.
    PASSING
  }
}
