package dev.gatehouse.checks.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// Finds the times of schedules by looking at every single minute.
final class NaiveCalendar {

  private NaiveCalendar() {}

  /// {@return the times after one moment and up to another}
  static List<Instant> every(Duration period, Instant since, Instant after, Instant until) {
    List<Instant> times = new ArrayList<>();
    for (Instant at = since.plus(period); !at.isAfter(until); at = at.plus(period)) {
      if (at.isAfter(after)) {
        times.add(at);
      }
    }
    return times;
  }

  /// {@return the times after one moment and up to another}
  static List<Instant> cron(WrittenCron cron, ZoneId zone, Instant after, Instant until) {
    List<Instant> times = new ArrayList<>();
    Instant first = Instant.ofEpochSecond(Math.floorDiv(after.getEpochSecond(), 60) * 60);
    for (Instant at = first; !at.isAfter(until); at = at.plusSeconds(60)) {
      if (at.isAfter(after) && fires(cron, zone, at)) {
        times.add(at);
      }
    }
    return times;
  }

  private static boolean fires(WrittenCron cron, ZoneId zone, Instant at) {
    LocalDateTime wall = LocalDateTime.ofInstant(at, zone);
    if (cron.countsHoursAsTheyPass()) {
      return cron.names(wall);
    }
    boolean first = wall.atZone(zone).withEarlierOffsetAtOverlap().toInstant().equals(at);
    return (first && cron.names(wall)) || endsGapWithTimes(cron, zone, at);
  }

  private static boolean endsGapWithTimes(WrittenCron cron, ZoneId zone, Instant at) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(at.minusSeconds(1));
    if (change == null || !change.getInstant().equals(at) || !change.isGap()) {
      return false;
    }
    for (LocalDateTime wall = change.getDateTimeBefore();
        wall.isBefore(change.getDateTimeAfter());
        wall = wall.plusMinutes(1)) {
      if (cron.names(wall)) {
        return true;
      }
    }
    return false;
  }
}
