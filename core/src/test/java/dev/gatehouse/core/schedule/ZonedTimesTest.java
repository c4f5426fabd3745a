package dev.gatehouse.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ZonedTimesTest {

  /// Some times of every day.
  private record Daily(Hours hours, List<LocalTime> times) implements WallTimes {

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
      LocalDateTime minute = after.truncatedTo(ChronoUnit.MINUTES);
      return times.stream()
          .map(time -> {
            LocalDateTime today = minute.toLocalDate().atTime(time);
            return today.isAfter(minute) ? today : today.plusDays(1);
          })
          .min(LocalDateTime::compareTo);
    }
  }

  private static List<String> fires(
      WallTimes.Hours hours, String zone, String after, int count, String... times) {
    var daily = new Daily(hours, java.util.Arrays.stream(times).map(LocalTime::parse).toList());
    var zoned = new ZonedTimes(daily, ZoneId.of(zone).getRules());
    List<String> fired = new ArrayList<>();
    Instant at = Instant.parse(after);
    for (int n = 0; n < count; n++) {
      at = zoned.next(at).orElseThrow();
      fired.add(at.atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
    }
    return fired;
  }

  private static List<String> named(String zone, String after, int count, String... times) {
    return fires(WallTimes.Hours.NAMED, zone, after, count, times);
  }

  private static List<String> passing(String zone, String after, int count, String... times) {
    return fires(WallTimes.Hours.PASSING, zone, after, count, times);
  }

  @Test
  void namedTimeThatDoesNotExistFiresWhenTheGapEnds() {
    assertThat(named("Europe/Berlin", "2026-03-28T00:00:00Z", 3, "02:30"))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void severalNamedTimesInAGapFireOnceAndWithTheTimeAtItsEnd() {
    assertThat(
            named("Europe/Berlin", "2026-03-29T00:00:00Z", 3, "02:10", "02:50", "03:00", "03:30"))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:10+02:00");
  }

  @Test
  void namedTimeThatComesTwiceFiresTheFirstTime() {
    assertThat(named("Europe/Berlin", "2026-10-24T12:00:00Z", 2, "02:30"))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(named("America/New_York", "2026-10-31T12:00:00Z", 2, "01:30"))
        .containsExactly("2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00");
  }

  @Test
  void passingTimeFollowsTheHoursThatPass() {
    assertThat(
            passing("Europe/Berlin", "2026-10-24T23:45:00Z", 4, "01:30", "02:30", "03:30", "04:30"))
        .containsExactly(
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:30+01:00",
            "2026-10-25T04:30+01:00");
    assertThat(
            passing("Europe/Berlin", "2026-03-29T00:00:00Z", 3, "01:30", "02:30", "03:30", "04:30"))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00");
  }

  @Test
  void halfAnHourIsAGapToo() {
    assertThat(named("Australia/Lord_Howe", "2026-10-03T12:00:00Z", 2, "02:15"))
        .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    assertThat(named("Australia/Lord_Howe", "2026-04-04T12:00:00Z", 2, "01:45"))
        .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
  }

  @Test
  void zoneWithoutSavingHasNoSurprises() {
    assertThat(named("Asia/Kathmandu", "2026-03-28T00:00:00Z", 2, "02:30"))
        .containsExactly("2026-03-29T02:30+05:45", "2026-03-30T02:30+05:45");
  }

  @Test
  void dayThatWasLeftOutFiresAtItsEnd() {
    assertThat(named("Pacific/Apia", "2011-12-29T12:00:00Z", 2, "08:00"))
        .containsExactly("2011-12-29T08:00-10:00", "2011-12-31T00:00+14:00");
  }
}
