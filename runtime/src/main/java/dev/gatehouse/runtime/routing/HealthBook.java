package dev.gatehouse.runtime.routing;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Deployment.Health;
import dev.gatehouse.core.routing.Remedy.Keyholder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What this process has seen of each deployment. Safe for use by many threads; its lock is held
/// for a few field accesses.
public final class HealthBook {

  private final InstantSource clock;
  private final Map<String, Condition> conditions = new HashMap<>();

  /// How a deployment is, in a word.
  public enum State {
    /// It can be asked.
    HEALTHY,
    /// It has been out, and the next call shows whether it still is.
    TRIAL,
    /// It limits the rate and is left alone for a while.
    COOLING,
    /// It failed too often, or in a way that no call mends, and is left out for a while.
    OPEN
  }

  /// How a deployment is.
  ///
  /// @param because what happened, empty when it is well
  /// @param until when it will be asked again
  public record Report(
      String name, State state, String because, Optional<Instant> until, Tally tally) {}

  /// What was counted.
  ///
  /// @param latency how long it took of late until the first word
  public record Tally(int inFlight, long calls, long failures, Optional<Duration> latency) {}

  /// What is known of a deployment when a choice is made.
  record Seen(Health health, int inFlight, Optional<Duration> latency) {}

  /// A book in which nothing stands yet.
  public HealthBook(InstantSource clock) {
    this.clock = clock;
  }

  /// {@return how a deployment is}
  public Report report(String deployment) {
    synchronized (conditions) {
      return condition(deployment).report(deployment, clock.instant());
    }
  }

  /// Makes a choice and counts the call that follows from it, with no other choice in between.
  ///
  /// @param choice from what is known of each deployment to the one to ask
  /// @return the call, nothing when none was chosen
  Optional<Flight> begin(Function<Function<String, Seen>, Optional<String>> choice) {
    synchronized (conditions) {
      Optional<String> chosen = choice.apply(this::seen);
      return chosen.map(name -> new Flight(this, name, condition(name).begin(clock.instant())));
    }
  }

  /// {@return what is known of a deployment}
  Seen seen(String deployment) {
    synchronized (conditions) {
      Condition condition = condition(deployment);
      Instant now = clock.instant();
      return new Seen(condition.health(now), condition.inFlight(), condition.latency(now));
    }
  }

  void end(Flight flight) {
    synchronized (conditions) {
      condition(flight.deployment()).end(flight.start());
    }
  }

  void succeeded(Flight flight, Duration latency) {
    synchronized (conditions) {
      condition(flight.deployment()).succeeded(flight.start(), latency, clock.instant());
    }
  }

  void failed(Flight flight, Failure failure, Keyholder key, Care care) {
    synchronized (conditions) {
      condition(flight.deployment()).failed(flight.start(), failure, key, care, clock.instant());
    }
  }

  private Condition condition(String deployment) {
    return conditions.computeIfAbsent(deployment, _ -> new Condition());
  }
}
