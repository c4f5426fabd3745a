package dev.gatehouse.protocols.api;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.ActiveHours;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.Schedule.Task;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a body says of a schedule; what it leaves out stays as it was.
final class ScheduleOrder {

  private static final int MAX_NAME = 200;
  private static final int MAX_MESSAGE = 1 << 20;
  private static final int MAX_DELIVERIES = 20;
  private static final int MAX_PAUSES = 20;

  private final BodyReader body;

  ScheduleOrder(BodyReader body) {
    this.body = body;
  }

  /// {@return a new schedule}
  ///
  /// @throws ProblemException when it could never work
  Schedule schedule(String name, Schedule.Owner owner) {
    if (target().isEmpty()) {
      body.report("", "needs one of \"agent\" and \"workflow\"");
    }
    if (cadence().isEmpty()) {
      body.report("", "needs one of \"cron\" and \"every\"");
    }
    body.check();
    return made(() -> {
      Task task = new Task(target().orElseThrow(), text("message"), input());
      Timing timing = timing(Timing.of(cadence().orElseThrow()));
      List<String> delivery = delivery().orElse(List.of());
      return new Schedule(name, owner, task, timing, heartbeat(Optional.empty()), delivery);
    });
  }

  /// {@return a schedule as it is after the change}
  ///
  /// @throws ProblemException when it could never work then
  Schedule changed(Schedule old) {
    return made(() -> {
      Task task =
          new Task(
              target().orElse(old.task().target()),
              body.has("message") ? text("message") : old.task().message(),
              body.has("input") ? input() : old.task().input());
      Timing timing = old.timing();
      Timing other =
          new Timing(
              cadence().orElse(timing.cadence()),
              timing.timezone(),
              body.has("active_hours") ? Optional.empty() : timing.activeHours(),
              timing.jitter(),
              timing.missed(),
              timing.overlap());
      return old.with(task)
          .with(timing(other))
          .withHeartbeat(body.has("heartbeat") ? heartbeat(old.heartbeat()) : old.heartbeat())
          .withDelivery(delivery().orElse(old.delivery()));
    });
  }

  /// What may turn out to be impossible.
  private interface Making {
    Schedule make();
  }

  private Schedule made(Making making) {
    try {
      Schedule schedule = making.make();
      body.check();
      return schedule;
    } catch (IllegalArgumentException impossible) {
      body.check();
      throw new ProblemException(
          Problem.invalidBody(List.of(new Violation("", String.valueOf(impossible.getMessage())))));
    }
  }

  private Optional<Target> target() {
    if (body.optional("agent").isPresent() && body.optional("workflow").isPresent()) {
      body.report("/workflow", "does not go with an agent; send one of them");
    }
    return body.optional("agent")
        .<Target>map(field -> new Target.Agent(field.text(1, MAX_NAME)))
        .or(() ->
            body.optional("workflow").map(field -> new Target.Workflow(field.text(1, MAX_NAME))));
  }

  private Optional<Cadence> cadence() {
    if (body.optional("cron").isPresent() && body.optional("every").isPresent()) {
      body.report("/every", "does not go with cron; send one of them");
    }
    return body.optional("cron")
        .<Cadence>map(field -> new Cadence.Cron(field.text(1, MAX_NAME)))
        .or(() -> body.optional("every").map(ScheduleOrder::period));
  }

  private static Cadence period(BodyField field) {
    Duration period = duration(field);
    if (period.compareTo(Cadence.Every.SHORTEST) < 0) {
      field.wrong("must be 1s at least");
      period = Cadence.Every.SHORTEST;
    }
    return new Cadence.Every(period);
  }

  private static Duration duration(BodyField field) {
    String text = field.text(0, MAX_NAME);
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException wrong) {
      field.wrong(String.valueOf(wrong.getMessage()));
      return Duration.ofSeconds(1);
    }
  }

  private String text(String name) {
    return body.optional(name).map(field -> field.text(0, MAX_MESSAGE)).orElse("");
  }

  private Optional<Json> input() {
    return body.optional("input").map(field -> field.object().json());
  }

  private Timing timing(Timing old) {
    Timing timing = old;
    Optional<BodyField> jitter = body.optional("jitter");
    timing = jitter.isPresent() ? timing.withJitter(duration(jitter.get())) : timing;
    Optional<BodyField> zone = body.optional("timezone");
    timing = zone.isPresent() ? zoned(timing, zone.get()) : timing;
    timing =
        body.optional("missed")
            .map(field -> field.choice(Timing.Missed.class))
            .map(timing::withMissed)
            .orElse(timing);
    timing =
        body.optional("overlap")
            .map(field -> field.choice(Timing.Overlap.class))
            .map(timing::withOverlap)
            .orElse(timing);
    Optional<List<BodyField>> hours = body.optional("active_hours").map(field -> field.items(2, 2));
    return hours.filter(both -> both.size() == 2).isPresent()
        ? timing.withActiveHours(
            new ActiveHours(
                (int) hours.get().getFirst().integer(0, 23),
                (int) hours.get().getLast().integer(0, 24)))
        : timing;
  }

  private static Timing zoned(Timing timing, BodyField zone) {
    String name = zone.text(1, MAX_NAME);
    try {
      return name.isEmpty() ? timing : timing.withTimezone(name);
    } catch (IllegalArgumentException unknown) {
      zone.wrong(String.valueOf(unknown.getMessage()));
      return timing;
    }
  }

  /// A file of the server is named by whoever writes the server's configuration.
  private Optional<Heartbeat> heartbeat(Optional<Heartbeat> old) {
    Optional<BodyReader> said = body.optional("heartbeat").map(BodyField::object);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    said.get()
        .optional("checklist")
        .ifPresent(field ->
            field.wrong("names a file of the server; that is for its configuration to do"));
    Heartbeat before = old.orElse(Heartbeat.STANDARD);
    String token =
        said.get()
            .optional("quiet_token")
            .map(field -> field.text(1, MAX_NAME))
            .orElse(before.quiet().token());
    long threshold =
        said.get()
            .optional("quiet_threshold")
            .map(field -> field.integer(0, MAX_MESSAGE))
            .orElse((long) before.quiet().threshold());
    List<Duration> backoff =
        said.get()
            .optional("backoff")
            .map(field -> field.items(0, MAX_PAUSES).stream().map(ScheduleOrder::duration).toList())
            .orElse(before.backoff());
    return Optional.of(
        new Heartbeat(new Quiet(token, (int) threshold), before.checklist(), backoff));
  }

  private Optional<List<String>> delivery() {
    return body.optional("delivery").map(field -> field.texts(MAX_DELIVERIES, MAX_NAME));
  }
}
