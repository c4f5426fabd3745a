package dev.gatehouse.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.cron.CrontabReader;
import dev.gatehouse.core.schedule.ActiveHours;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Clockwork;
import dev.gatehouse.core.schedule.FireTimes;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.core.schedule.Timing.Missed;
import dev.gatehouse.core.schedule.Timing.Overlap;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Years of ticks in seconds. `-Dticks=2000` tries harder, `-Dseed=…` tries one seed again.
final class YearOfTicksTest {

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe",
          "Asia/Kathmandu",
          "America/Sao_Paulo",
          "Africa/Casablanca",
          "UTC");

  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 365;

  private final CrontabReader crons = new CrontabReader();

  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"})
  void yearOfNightsAndHoursIsWhatTheCalendarSays(String zone) {
    Set<Integer> everyHour =
        IntStream.range(0, 24).boxed().collect(Collectors.toCollection(TreeSet::new));
    List<WrittenCron> written =
        List.of(
            WrittenCron.at(30, "2", Set.of(2)),
            WrittenCron.at(15, "1,2,3", Set.of(1, 2, 3)),
            WrittenCron.at(45, "*", everyHour));

    for (WrittenCron cron : written) {
      Timing timing = Timing.of(new Cadence.Cron(cron.text())).withTimezone(zone);
      Instant until = NEW_YEAR.plus(Duration.ofDays(DAYS));

      assertSame(
          cron.text() + " in " + zone,
          walk(timing, NEW_YEAR, until),
          NaiveCalendar.cron(cron, ZoneId.of(zone), NEW_YEAR, until));
    }
  }

  @Test
  void anyExpressionInAnyZoneFiresWhenTheCalendarSays() {
    Seeds.tryAll(
        Seeds.count("ticks", 150),
        draw -> {
          WrittenCron cron = WrittenCron.draw(draw);
          String zone = draw.oneOf(ZONES);
          Instant from = start(draw, zone);
          Instant until = from.plus(Duration.ofDays(draw.between(2, 20)));
          Timing timing = Timing.of(new Cadence.Cron(cron.text())).withTimezone(zone);

          assertSame(
              cron.text() + " in " + zone + " from " + from,
              walk(timing, from, until),
              NaiveCalendar.cron(cron, ZoneId.of(zone), from, until));
        });
  }

  private List<Instant> walk(Timing timing, Instant from, Instant until) {
    FireTimes times = FireTimes.of(timing, from, crons);
    List<Instant> walked = new java.util.ArrayList<>();
    Optional<Instant> next = times.next(from);
    while (next.isPresent() && !next.get().isAfter(until)) {
      walked.add(next.get());
      next = times.next(next.get());
    }
    return walked;
  }

  /// Often a day before clocks change.
  private static Instant start(Draw draw, String zone) {
    Instant any = NEW_YEAR.plusSeconds(draw.below(DAYS * 86_400));
    var change = ZoneId.of(zone).getRules().nextTransition(any);
    return change == null || draw.chance(0.3)
        ? any
        : change.getInstant().minusSeconds(draw.between(60, 86_400));
  }

  @Test
  void noTickIsLostOrComesTwiceWhateverHappens() {
    Seeds.tryAll(Seeds.count("ticks", 150), this::live);
  }

  private void live(Draw draw) {
    String zone = draw.oneOf(ZONES);
    Instant from = start(draw, zone);
    Optional<WrittenCron> cron =
        draw.chance(0.6) ? Optional.of(WrittenCron.draw(draw)) : Optional.empty();
    Duration period = Duration.ofSeconds(draw.between(130, 20_000));
    Duration jitter = draw.chance(0.5) ? Duration.ofSeconds(draw.between(1, 120)) : Duration.ZERO;
    Missed missed = draw.oneOf(List.of(Missed.values()));
    Overlap overlap = draw.oneOf(List.of(Overlap.values()));
    Timing timing =
        Timing.of(
                cron.<Cadence>map(it -> new Cadence.Cron(it.text()))
                    .orElseGet(() -> new Cadence.Every(period)))
            .withTimezone(zone)
            .withJitter(jitter)
            .withMissed(missed)
            .withOverlap(overlap);
    Optional<ActiveHours> hours =
        draw.chance(0.3)
            ? Optional.of(new ActiveHours(draw.below(24), draw.below(25)))
            : Optional.empty();
    timing = hours.map(timing::withActiveHours).orElse(timing);
    SimulatedSchedule simulated =
        new SimulatedSchedule(
            new Clockwork(schedule(timing), FireTimes.of(timing, from, crons)),
            draw,
            from,
            Duration.ofSeconds(draw.between(1, 100)));

    Instant until = from.plus(Duration.ofDays(draw.between(2, 6)));
    boolean disturbed = disturb(simulated, draw, until);

    ScheduleState state = simulated.state();
    List<Instant> meant =
        cron.map(it -> NaiveCalendar.cron(it, ZoneId.of(zone), from, state.cursor()))
            .orElseGet(() -> NaiveCalendar.every(period, from, from, state.cursor()));
    String what = timing + " from " + from;
    List<Instant> active =
        meant.stream()
            .filter(at ->
                hours.map(it -> it.contains(at.atZone(ZoneId.of(zone)).getHour())).orElse(true))
            .toList();
    assertThat(simulated.fired()).as(what).isSorted();
    // So dense a schedule can miss more ticks than are made up for.
    boolean dense = cron.filter(it -> it.minutes().size() > 2).isPresent();
    boolean all = missed == Missed.ALL && hours.isEmpty();
    if (overlap == Overlap.QUEUE && !dense && (all || !disturbed)) {
      assertSame(what, simulated.fired(), active);
    } else {
      assertThat(without(simulated.fired(), active)).as(what + ": was never due").isEmpty();
    }
    assertThat(state.history().ticks())
        .as(what + ": each tick ran or was skipped for a reason")
        .isEqualTo(meant.size());
  }

  private static void assertSame(String what, List<Instant> fired, List<Instant> meant) {
    assertThat(without(meant, fired)).as(what + ": is lost").isEmpty();
    assertThat(without(fired, meant)).as(what + ": was never due").isEmpty();
    assertThat(fired.size()).as(what + ": nothing comes twice").isEqualTo(meant.size());
  }

  private static List<Instant> without(List<Instant> these, List<Instant> those) {
    Set<Instant> left = new TreeSet<>(these);
    left.removeAll(new java.util.HashSet<>(those));
    return left.stream().limit(3).toList();
  }

  private static Schedule schedule(Timing timing) {
    return new Schedule(
        "test",
        Schedule.Owner.OPERATOR,
        new Schedule.Task(new Schedule.Target.Agent("a"), "Go.", Optional.empty()),
        timing,
        Optional.empty(),
        List.of());
  }

  /// {@return whether the clock jumped or nothing ran for a while}
  private static boolean disturb(SimulatedSchedule simulated, Draw draw, Instant until) {
    boolean wild = draw.chance(0.7);
    double deadly = wild ? 0.05 : 0;
    while (simulated.truth().isBefore(until)) {
      simulated.look(deadly);
      if (wild && draw.chance(0.02)) {
        simulated.outage(Duration.ofSeconds(draw.between(1, 7_200)));
      }
      if (wild && draw.chance(0.02)) {
        boolean right = simulated.skew().isZero();
        simulated.jump(
            right ? Duration.ofHours(draw.chance(0.5) ? 2 : -2) : simulated.skew().negated());
      }
      simulated.sleep(until);
    }
    while (!simulated.isIdle()) {
      simulated.look(0);
      simulated.sleep(simulated.truth().plusSeconds(300));
    }
    return wild;
  }
}
