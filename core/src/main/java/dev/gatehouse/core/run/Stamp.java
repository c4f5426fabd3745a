package dev.gatehouse.core.run;

import java.time.Instant;

/// When and where an event was recorded.
///
/// @param at the gateway's time
/// @param pos its number in the log of its run tree, from 1
public record Stamp(Instant at, long pos) {

  Stamp next() {
    return new Stamp(at, pos + 1);
  }
}
