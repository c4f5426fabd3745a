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
/// deployment that limits the rate is well and only wants to be left alone. What a call says that
/// began before the breaker last opened or closed is no news to it. Guarded by the book it is in.
final class Condition {

  private static final Duration LONGEST_OPEN = Duration.ofMinutes(10);
  private static final Duration LONGEST_COOLDOWN = Duration.ofHours(1);
  private static final Duration LATENCY_LIFE = Duration.ofMinutes(10);
  private static final double LATENCY_WEIGHT = 0.3;

  private int inFlight;
  private boolean onTrial;
  private int failures;
  private int openings;
  private int epoch;
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
    return now.isBefore(measured.plus(LATENCY_LIFE))
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

  /// What a call remembers of the moment it began.
  ///
  /// @param epoch how often the breaker had opened or closed
  /// @param trial whether the call is the trial
  record Start(int epoch, boolean trial) {}

  Start begin(Instant now) {
    boolean trial = openings > 0 && !now.isBefore(openUntil) && !onTrial;
    onTrial |= trial;
    inFlight++;
    return new Start(epoch, trial);
  }

  void end(Start start) {
    inFlight--;
    onTrial &= !start.trial();
  }

  void succeeded(Start start, Duration latency, Instant now) {
    calls++;
    alive(start);
    double nanos = latency.toNanos();
    latencyNanos =
        latency(now).isEmpty()
            ? nanos
            : LATENCY_WEIGHT * nanos + (1 - LATENCY_WEIGHT) * latencyNanos;
    measured = now;
  }

  private void alive(Start start) {
    if (start.epoch() != epoch) {
      return;
    }
    failures = 0;
    if (openings > 0) {
      openings = 0;
      openUntil = Instant.MIN;
      epoch++;
    }
  }

  /// What the caller's own key brought about says nothing of the deployment.
  void failed(Start start, Failure failure, Keyholder key, Care care, Instant now) {
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
          open(start, failure, LONGEST_OPEN, now);
        }
      }
      case OVERLOADED, SERVER_ERROR, TIMEOUT, STALLED, CONNECTION, STREAM_CUT, PROTOCOL, INTERNAL ->
          broke(start, failure, care, now);
      default -> alive(start);
    }
  }

  private void cool(Failure failure, Care care, Instant now) {
    Duration asked = failure.retryAfter().orElse(care.cooldown());
    Duration rest = asked.compareTo(LONGEST_COOLDOWN) < 0 ? asked : LONGEST_COOLDOWN;
    Instant until = now.plus(rest);
    coolUntil = until.isAfter(coolUntil) ? until : coolUntil;
    because = failure.code().wire();
  }

  private void broke(Start start, Failure failure, Care care, Instant now) {
    failures++;
    if (failure.retryAfter().isPresent()) {
      cool(failure, care, now);
    }
    if (openings > 0 || failures >= care.failures()) {
      Duration doubled = care.open().multipliedBy(1L << Math.min(openings, 10));
      open(start, failure, doubled.compareTo(LONGEST_OPEN) < 0 ? doubled : LONGEST_OPEN, now);
    }
  }

  private void open(Start start, Failure failure, Duration time, Instant now) {
    if (start.epoch() != epoch || now.isBefore(openUntil)) {
      return;
    }
    epoch++;
    openUntil = now.plus(time);
    openings++;
    because = failure.code().wire();
  }
}
