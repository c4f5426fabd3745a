package dev.gatehouse.checks.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until somebody sets it.
final class SetClock implements InstantSource {

  private volatile Instant now;

  SetClock(String now) {
    this.now = Instant.parse(now);
  }

  void set(String time) {
    now = Instant.parse(time);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
