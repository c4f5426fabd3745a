package dev.gatehouse.runtime.routing;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Deployment.Health;
import dev.gatehouse.core.routing.Remedy.Keyholder;
import dev.gatehouse.core.routing.Score.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How one deployment is, as far as this process has seen.
///
/// The breaker is closed, open until a time, or on trial after that: then one call may be made, and
/// its end closes the breaker or opens it for twice as long. A cooldown is apart from it: a
/// deployment that limits the rate is well and only wants to be left alone. Guarded by the book it
/// is in.
final class Condition {

  private static final Duration LONGEST_OPEN = Duration.ofMinutes(10);
  private static final Duration LONGEST_COOLDOWN = Duration.ofHours(1);
  private static final Duration LATENCY_LIFE = Duration.ofMinutes(10);
  private static final double LATENCY_WEIGHT = 0.3;

  private int inFlight;
  private boolean onTrial;
  private int failures;
  private int openings;
  private Instant openUntil = Instant.MIN;
  private Instant coolUntil = Instant.MIN;
  private String because = "";
  private double latencyNanos;
  private Instant measured = Instant.MIN;
  private long calls;
  private long failed;

  /// {@return whether it can be asked}
  Health health(Instant now) {
    if (now.isBefore(openUntil)) {
      return Health.resting("the breaker is open: " + because, Duration.between(now, openUntil));
    }
    if (now.isBefore(coolUntil)) {
      return Health.resting("cools down: " + because, Duration.between(now, coolUntil));
    }
    if (openings == 0) {
      return Health.GOOD;
    }
    return onTrial
        ? Health.resting("is on trial: " + because, Duration.ZERO)
        : new Health(Standing.FIT, "goes on trial: " + because, Duration.ZERO);
  }

  int inFlight() {
    return inFlight;
  }

  Optional<Duration> latency(Instant now) {
    return !measured.equals(Instant.MIN) && now.isBefore(measured.plus(LATENCY_LIFE))
        ? Optional.of(Duration.ofNanos((long) latencyNanos))
        : Optional.empty();
  }

  HealthBook.Report report(String name, Instant now) {
    Health health = health(now);
    HealthBook.State state =
        now.isBefore(openUntil)
            ? HealthBook.State.OPEN
            : now.isBefore(coolUntil)
                ? HealthBook.State.COOLING
                : openings > 0 ? HealthBook.State.TRIAL : HealthBook.State.HEALTHY;
    Instant until = openUntil.isAfter(coolUntil) ? openUntil : coolUntil;
    return new HealthBook.Report(
        name,
        state,
        health.remark(),
        Optional.of(until).filter(now::isBefore),
        new HealthBook.Tally(inFlight, calls, failed, latency(now)));
  }

  void begin(Instant now) {
    onTrial = openings > 0 && !now.isBefore(openUntil);
    inFlight++;
  }

  void end() {
    inFlight--;
    onTrial = false;
  }

  void succeeded(Duration latency, Instant now) {
    calls++;
    alive();
    double nanos = latency.toNanos();
    latencyNanos =
        latency(now).isEmpty()
            ? nanos
            : LATENCY_WEIGHT * nanos + (1 - LATENCY_WEIGHT) * latencyNanos;
    measured = now;
  }

  private void alive() {
    failures = 0;
    openings = 0;
    openUntil = Instant.MIN;
  }

  /// What the caller's own key brought about says nothing of the deployment.
  void failed(Failure failure, Keyholder key, Care care, Instant now) {
    calls++;
    failed++;
    switch (failure.code()) {
      case RATE_LIMITED -> {
        if (key == Keyholder.GATEWAY) {
          cool(failure, care, now);
        }
      }
      case AUTH, BILLING, NOT_FOUND -> {
        if (key == Keyholder.GATEWAY) {
          open(failure, LONGEST_OPEN, now);
        }
      }
      case OVERLOADED, SERVER_ERROR, TIMEOUT, STALLED, CONNECTION, STREAM_CUT, PROTOCOL, INTERNAL ->
          broke(failure, care, now);
      default -> alive();
    }
  }

  private void cool(Failure failure, Care care, Instant now) {
    Duration asked = failure.retryAfter().orElse(care.cooldown());
    Duration rest = asked.compareTo(LONGEST_COOLDOWN) < 0 ? asked : LONGEST_COOLDOWN;
    Instant until = now.plus(rest);
    coolUntil = until.isAfter(coolUntil) ? until : coolUntil;
    because = failure.code().wire();
  }

  private void broke(Failure failure, Care care, Instant now) {
    failures++;
    if (failure.retryAfter().isPresent()) {
      cool(failure, care, now);
    }
    if (openings > 0 || failures >= care.failures()) {
      Duration doubled = care.open().multipliedBy(1L << Math.min(openings, 10));
      open(failure, doubled.compareTo(LONGEST_OPEN) < 0 ? doubled : LONGEST_OPEN, now);
    }
  }

  /// Calls that were in flight when it opened say nothing new.
  private void open(Failure failure, Duration time, Instant now) {
    if (now.isBefore(openUntil)) {
      return;
    }
    openUntil = now.plus(time);
    openings++;
    because = failure.code().wire();
  }
}
