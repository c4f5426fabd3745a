package dev.gatehouse.core.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A letter that is owed to somebody, and how far it has come.
///
/// @param session the session of the run it tells of
/// @param run that run
/// @param created when it became owed
public record Delivery(
    Letter letter,
    Address address,
    String session,
    String run,
    Instant created,
    Progress progress) {

  /// Where it goes.
  public sealed interface Address {

    /// {@return what people call it}
    String name();

    /// A delivery that the configuration names.
    record Named(String name) implements Address {}

    /// A URL that the request for the run named.
    record Callback(String url) implements Address {
      @Override
      public String name() {
        return "callback_url";
      }
    }
  }

  /// How far a delivery has come.
  ///
  /// @param attempts how often it was tried since somebody last wanted it
  /// @param partsSent how many of its parts have arrived; they are not sent again
  /// @param due when it is tried next, or was tried last
  /// @param problem why the last attempt failed
  public record Progress(
      Status status, int attempts, int partsSent, Instant due, Optional<String> problem) {}

  /// Where a delivery stands.
  public enum Status {
    /// It will be tried.
    PENDING,
    /// It has arrived.
    DELIVERED,
    /// It was given up; somebody must look.
    DEAD,
    /// Somebody wants it no more.
    DROPPED;

    /// {@return the status as rows and the wire spell it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A delivery nobody has tried yet.
  public static Delivery owed(
      Letter letter, Address address, String session, String run, Instant now) {
    return new Delivery(
        letter,
        address,
        session,
        run,
        now,
        new Progress(Status.PENDING, 0, 0, now, Optional.empty()));
  }

  /// {@return the id of the letter}
  public String id() {
    return letter.id();
  }

  /// {@return where it stands}
  public Status status() {
    return progress.status();
  }

  /// {@return this delivery with one more part arrived}
  public Delivery partArrived() {
    return with(
        new Progress(
            Status.PENDING,
            progress.attempts(),
            progress.partsSent() + 1,
            progress.due(),
            progress.problem()));
  }

  /// {@return this delivery, arrived; what it brought is in the run and not kept twice}
  public Delivery arrived(Instant now) {
    return new Delivery(
        letter.withoutContent(),
        address,
        session,
        run,
        created,
        new Progress(
            Status.DELIVERED,
            progress.attempts() + 1,
            progress.partsSent(),
            now,
            Optional.empty()));
  }

  /// {@return this delivery, to be tried again}
  public Delivery postponed(String why, Instant due) {
    return failed(Status.PENDING, why, due);
  }

  /// {@return this delivery, given up}
  public Delivery dead(String why, Instant now) {
    return failed(Status.DEAD, why, now);
  }

  private Delivery failed(Status status, String why, Instant at) {
    return with(
        new Progress(status, progress.attempts() + 1, progress.partsSent(), at, Optional.of(why)));
  }

  /// {@return this delivery, to be tried at once and as often as a new one}
  public Delivery wantedAgain(Instant now) {
    return with(new Progress(Status.PENDING, 0, progress.partsSent(), now, progress.problem()));
  }

  /// {@return this delivery, wanted no more}
  public Delivery dropped(Instant now) {
    return with(
        new Progress(
            Status.DROPPED, progress.attempts(), progress.partsSent(), now, progress.problem()));
  }

  private Delivery with(Progress other) {
    return new Delivery(letter, address, session, run, created, other);
  }
}
