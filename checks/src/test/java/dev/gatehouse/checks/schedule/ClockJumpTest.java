package dev.gatehouse.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.core.schedule.Timing.Missed;
import dev.gatehouse.core.schedule.Timing.Overlap;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clocks that jump by two hours, for schedules of every kind, while they run and in between.
final class ClockJumpTest {

  private final SetClock clock = new SetClock("2026-06-01T08:00:00Z");
  private final InMemoryStore store = new InMemoryStore();
  private final List<String> fired = new ArrayList<>();
  private Optional<Ticking> ticking = Optional.empty();

  /// What fires every half an hour.
  enum Kind {
    INTERVAL,
    CRON,
    HEARTBEAT
  }

  /// Where the process is while its clock is set.
  enum Meanwhile {
    RUNNING,
    DOWN
  }

  @AfterEach
  void stop() {
    ticking.ifPresent(Ticking::close);
  }

  private static Schedule schedule(Kind kind, Missed missed) {
    Cadence cadence =
        kind == Kind.CRON
            ? new Cadence.Cron("0,30 * * * *")
            : new Cadence.Every(Duration.ofMinutes(30));
    Timing timing =
        new Timing(cadence, "UTC", Optional.empty(), Duration.ZERO, missed, Overlap.QUEUE);
    return new Schedule(
        "watch",
        Schedule.Owner.OPERATOR,
        new Schedule.Task(new Schedule.Target.Agent("watcher"), "Look.", Optional.empty()),
        timing,
        kind == Kind.HEARTBEAT ? Optional.of(Heartbeat.STANDARD) : Optional.empty(),
        List.of());
  }

  private void start(Schedule schedule, Turn... first) {
    stop();
    Turn[] turns =
        Stream.concat(Stream.of(first), Collections.nCopies(50, Turn.says("Seen.")).stream())
            .toArray(Turn[]::new);
    ticking = Optional.of(new Ticking(store, clock, ScriptedModel.of(turns), schedule));
  }

  /// Looks at a time, and waits for all that begins then.
  private void at(String time) throws InterruptedException {
    int begun = ticking.orElseThrow().at("2026-06-01T" + time + "Z");
    while (begun > 0) {
      for (int at = 0; at < begun; at++) {
        fired.add(ticking.orElseThrow().outcome().tick().nominal().toString().substring(11, 19));
      }
      begun = ticking.orElseThrow().schedules().look();
    }
  }

  private void set(Meanwhile meanwhile, Schedule schedule, String time)
      throws InterruptedException {
    if (meanwhile == Meanwhile.DOWN) {
      clock.set("2026-06-01T" + time + "Z");
      start(schedule);
    }
    at(time);
  }

  @ParameterizedTest
  @CsvSource({
    "INTERVAL,  RUNNING, SKIP, 08:30 11:00",
    "INTERVAL,  RUNNING, ONCE, 08:30 10:30 11:00",
    "INTERVAL,  RUNNING, ALL,  08:30 09:00 09:30 10:00 10:30 11:00",
    "INTERVAL,  DOWN,    SKIP, 08:30 11:00",
    "INTERVAL,  DOWN,    ONCE, 08:30 10:30 11:00",
    "INTERVAL,  DOWN,    ALL,  08:30 09:00 09:30 10:00 10:30 11:00",
    "CRON,      RUNNING, SKIP, 08:30 11:00",
    "CRON,      RUNNING, ONCE, 08:30 10:30 11:00",
    "CRON,      RUNNING, ALL,  08:30 09:00 09:30 10:00 10:30 11:00",
    "CRON,      DOWN,    SKIP, 08:30 11:00",
    "CRON,      DOWN,    ONCE, 08:30 10:30 11:00",
    "CRON,      DOWN,    ALL,  08:30 09:00 09:30 10:00 10:30 11:00",
    "HEARTBEAT, RUNNING, SKIP, 08:30 11:00",
    "HEARTBEAT, RUNNING, ONCE, 08:30 10:30 11:00",
    "HEARTBEAT, DOWN,    SKIP, 08:30 11:00",
    "HEARTBEAT, DOWN,    ALL,  08:30 09:00 09:30 10:00 10:30 11:00",
  })
  void clockThatIsSetForwardMissesWhatLiesBetween(
      Kind kind, Meanwhile meanwhile, Missed missed, String expected) throws InterruptedException {
    Schedule schedule = schedule(kind, missed);
    start(schedule);
    at("08:30:00");

    set(meanwhile, schedule, "10:35:00");
    at("10:59:59");
    at("11:00:00");

    assertThat(fired).containsExactly(times(expected));
    assertThat(ticking.orElseThrow().kept("watch").state().history().ticks())
        .as("each tick ran or was skipped for a reason")
        .isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "INTERVAL,  RUNNING, SKIP",
    "INTERVAL,  DOWN,    ALL",
    "CRON,      RUNNING, ALL",
    "CRON,      DOWN,    SKIP",
    "HEARTBEAT, RUNNING, ONCE",
    "HEARTBEAT, DOWN,    ONCE"
  })
  void clockThatIsSetBackFiresNothingTwice(Kind kind, Meanwhile meanwhile, Missed missed)
      throws InterruptedException {
    Schedule schedule = schedule(kind, missed);
    start(schedule);
    at("08:30:00");

    set(meanwhile, schedule, "06:31:00");
    for (String time : List.of("07:00:00", "07:30:00", "08:00:00", "08:30:00", "08:59:59")) {
      at(time);
    }
    at("09:00:00");

    assertThat(fired).containsExactly(times("08:30 09:00"));
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, 06:30:00, 06:30:29, 06:30:30",
    "DOWN,    06:30:00, 06:30:29, 06:30:30",
    "RUNNING, 10:35:00, 10:59:59, 11:00:00",
    "DOWN,    10:35:00, 10:59:59, 11:00:00"
  })
  void heartbeatThatWaitsAfterAnErrorWaitsNoLongerForAJump(
      Meanwhile meanwhile, String jump, String before, String then) throws InterruptedException {
    Schedule schedule = schedule(Kind.HEARTBEAT, Missed.SKIP);
    start(schedule, Turn.fails(Failure.Code.AUTH));
    at("08:30:00");

    set(meanwhile, schedule, jump);
    at(before);
    int tooSoon = fired.size();
    at(then);

    assertThat(tooSoon).isOne();
    assertThat(fired).hasSize(2);
    assertThat(ticking.orElseThrow().kept("watch").state().errors()).isZero();
  }

  private static String[] times(String text) {
    return Stream.of(text.split(" ")).map(time -> time + ":00").toArray(String[]::new);
  }
}
