package dev.gatehouse.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.schedule.Clockwork.Turn;
import dev.gatehouse.core.schedule.TickResult.Kind;
import dev.gatehouse.core.schedule.Timing.Missed;
import dev.gatehouse.core.schedule.Timing.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClockworkTest {

  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private static Instant at(String time) {
    return Instant.parse("2026-06-01T" + time + "Z");
  }

  private static Timing hourly() {
    return Timing.of(new Cadence.Every(Duration.ofHours(1)));
  }

  private static Clockwork clockwork(Timing timing, Optional<Heartbeat> heartbeat) {
    Schedule schedule =
        new Schedule(
            "test",
            Schedule.Owner.OPERATOR,
            new Schedule.Task(new Schedule.Target.Agent("a"), "Go.", Optional.empty()),
            timing,
            heartbeat,
            List.of());
    return new Clockwork(
        schedule,
        FireTimes.of(
            timing,
            START,
            expression -> {
              throw new IllegalArgumentException(expression);
            }));
  }

  private static Clockwork clockwork(Timing timing) {
    return clockwork(timing, Optional.empty());
  }

  private static List<String> begun(Turn turn) {
    return turn.begin().stream().map(tick -> tick.nominal().toString().substring(11, 16)).toList();
  }

  private static String reason(ScheduleState state, int index) {
    return state.history().recent().get(index).result().reason().orElse("");
  }

  @Test
  void nightIsSkippedAndCountedOnce() {
    Clockwork clockwork = clockwork(hourly().withActiveHours(new ActiveHours(6, 22)));

    Turn turn = clockwork.turn(ScheduleState.begin(START), at("05:30:00"));

    assertThat(turn.begin()).isEmpty();
    assertThat(reason(turn.state(), 0)).isEqualTo("outside_active_hours");
    assertThat(turn.state().history().recent().getFirst().count()).isEqualTo(5);
    assertThat(begun(clockwork.turn(turn.state(), at("06:00:00")))).containsExactly("06:00");
  }

  @Test
  void activeHoursAreThoseOfTheZoneAndMayCrossMidnight() {
    Timing night = hourly().withActiveHours(new ActiveHours(22, 6)).withTimezone("Europe/Berlin");
    Clockwork clockwork = clockwork(night);

    assertThat(clockwork.upcoming(ScheduleState.begin(START), at("02:30:00"), 3))
        .containsExactly(at("03:00:00"), at("20:00:00"), at("21:00:00"));
  }

  @Test
  void lateTickDoesNotFireOutsideOfTheActiveHoursEither() {
    Timing day = hourly().withActiveHours(new ActiveHours(6, 22)).withMissed(Missed.ONCE);

    Turn turn =
        clockwork(day).turn(ScheduleState.begin(START).withCursor(at("20:00:00")), at("23:30:00"));

    assertThat(turn.begin()).isEmpty();
    assertThat(turn.state().history().ticks()).isEqualTo(3);
  }

  @Test
  void jitterIsTheSameForTheSameTickAndStaysBelowItsLimit() {
    Timing jittery = hourly().withJitter(Duration.ofMinutes(10));
    ScheduleState state = ScheduleState.begin(START);

    Instant due = clockwork(jittery).turn(state, START).wake().orElseThrow();

    assertThat(due).isBetween(at("01:00:00"), at("01:09:59.999"));
    assertThat(clockwork(jittery).turn(state, at("00:59:00")).wake()).contains(due);
    assertThat(clockwork(jittery).turn(state, due.minusMillis(1)).begin()).isEmpty();
    assertThat(begun(clockwork(jittery).turn(state, due))).containsExactly("01:00");
  }

  @Test
  void thousandsOfMissedTicksAreCountedAndTheNewestHundredMadeUpFor() {
    Timing quick = Timing.of(new Cadence.Every(Duration.ofSeconds(1))).withMissed(Missed.ALL);

    Turn turn = clockwork(quick).turn(ScheduleState.begin(START), at("01:00:00"));

    assertThat(turn.begin()).hasSize(1);
    assertThat(turn.state().waiting()).hasSize(99);
    assertThat(turn.state().history().recent().getFirst().count()).isEqualTo(3_500);
    assertThat(reason(turn.state(), 0)).isEqualTo("missed");
  }

  @Test
  void yearsOfMissedTicksTakeNoTime() {
    Timing quick = Timing.of(new Cadence.Every(Duration.ofSeconds(1))).withMissed(Missed.ONCE);
    Instant later = START.plus(Duration.ofDays(3_000));

    Turn turn = clockwork(quick).turn(ScheduleState.begin(START), later);

    assertThat(turn.begin()).hasSize(1);
    assertThat(turn.begin().getFirst().nominal()).isEqualTo(later);
  }

  @Test
  void backoffRepeatsItsLastPauseAndStandsForRegularTicks() {
    Heartbeat heartbeat =
        Heartbeat.STANDARD.withBackoff(List.of(Duration.ofMinutes(1), Duration.ofHours(2)));
    Clockwork clockwork = clockwork(hourly(), Optional.of(heartbeat));
    ScheduleState state = ScheduleState.begin(START);

    state = failed(clockwork, state, at("01:00:00"), at("01:00:10"));
    assertThat(state.retry()).contains(at("01:01:10"));
    state = failed(clockwork, state, at("01:01:10"), at("01:02:00"));
    assertThat(state.retry()).contains(at("03:02:00"));
    assertThat(clockwork.turn(state, at("02:00:00")).begin()).isEmpty();
    state = failed(clockwork, state, at("03:02:00"), at("03:03:00"));
    assertThat(state.retry()).contains(at("05:03:00"));
    assertThat(state.errors()).isEqualTo(3);
    assertThat(clockwork.upcoming(state, at("03:03:00"), 2))
        .containsExactly(at("05:03:00"), at("06:00:00"));
  }

  private static ScheduleState failed(
      Clockwork clockwork, ScheduleState state, Instant due, Instant end) {
    Turn turn = clockwork.turn(state, due);
    assertThat(turn.begin()).hasSize(1);
    return clockwork.ended(
        turn.state(),
        turn.begin().getFirst().id(),
        Optional.empty(),
        TickResult.error("broken"),
        end);
  }

  @Test
  void retryThatTheClockHasLeftFarAwayComesBack() {
    Clockwork clockwork = clockwork(hourly(), Optional.of(Heartbeat.STANDARD));
    ScheduleState state =
        failed(clockwork, ScheduleState.begin(START), at("01:00:00"), at("03:00:00"));

    Turn turn = clockwork.turn(state, at("01:00:00"));

    assertThat(state.retry()).contains(at("03:00:30"));
    assertThat(turn.wake()).contains(at("01:00:30"));
  }

  @Test
  void fullQueueTurnsTicksAway() {
    Timing queue = hourly().withOverlap(Overlap.QUEUE).withMissed(Missed.ALL);
    Clockwork clockwork = clockwork(queue);
    Instant later = START.plus(Duration.ofHours(50));
    ScheduleState state = clockwork.turn(ScheduleState.begin(START), later).state();

    state = clockwork.turn(state, later.plus(Duration.ofHours(60))).state();

    assertThat(state.open()).hasSize(1);
    assertThat(state.waiting()).hasSize(100);
    assertThat(reason(state, 0)).isEqualTo("queue_full");
  }

  @Test
  void pauseDropsWhatWaitsAndResumingForgetsWhatWasDue() {
    Clockwork clockwork = clockwork(hourly().withMissed(Missed.ALL));
    ScheduleState state = clockwork.turn(ScheduleState.begin(START), at("03:00:00")).state();

    ScheduleState paused = clockwork.paused(state, at("03:00:00"));
    ScheduleState resumed = paused.resumed(at("08:30:00"));

    assertThat(paused.waiting()).isEmpty();
    assertThat(reason(paused, 0)).isEqualTo("paused");
    assertThat(clockwork.turn(paused, at("06:00:00")).state()).isEqualTo(paused);
    assertThat(clockwork.turn(resumed, at("08:31:00")).begin()).isEmpty();
    assertThat(clockwork.turn(resumed, at("08:31:00")).wake()).contains(at("09:00:00"));
  }

  @Test
  void endOfATickThatIsNotOpenChangesNothing() {
    Clockwork clockwork = clockwork(hourly());
    ScheduleState state = ScheduleState.begin(START);

    assertThat(
            clockwork.ended(
                state, "x", Optional.empty(), TickResult.of(Kind.DONE, ""), at("01:00:00")))
        .isEqualTo(state);
  }

  @Test
  void timingThatCannotBeIsRefused() {
    assertThatThrownBy(() -> hourly().withTimezone("Europe/Atlantis"))
        .hasMessageContaining("\"Europe/Atlantis\" is unknown");
    assertThatThrownBy(() -> hourly().withJitter(Duration.ofHours(1)))
        .hasMessage("jitter must be shorter than every");
    assertThatThrownBy(() -> new ActiveHours(6, 25)).hasMessageContaining("[6, 25]");
    assertThatThrownBy(() -> new Cadence.Every(Duration.ofMillis(10)))
        .hasMessageContaining("1s at least");
  }

  @Test
  void checklistOfHeadingsListsNothing() {
    assertThat(Checklist.isEmpty("")).isTrue();
    assertThat(Checklist.isEmpty("# A\n\n   ## B\n")).isTrue();
    assertThat(Checklist.isEmpty("# A\n- b")).isFalse();
  }

  @Test
  void hoursAreHalfOpen() {
    assertThat(new ActiveHours(6, 22).contains(22)).isFalse();
    assertThat(new ActiveHours(22, 6).contains(5)).isTrue();
    assertThat(new ActiveHours(22, 6).contains(6)).isFalse();
    assertThat(new ActiveHours(7, 7).contains(7)).isFalse();
    assertThat(new ActiveHours(0, 24).contains(23)).isTrue();
  }
}
