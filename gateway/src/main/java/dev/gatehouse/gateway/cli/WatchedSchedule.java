package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.RemoteSchedules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A schedule of a server, looked at from here: the server keeps the outcomes of its newest ticks,
/// and is asked for them again and again.
final class WatchedSchedule {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RemoteSchedules schedules;
  private final String name;
  private Instant told;

  /// @throws dev.gatehouse.gateway.cli.talk.UsageException when the server has no such schedule
  WatchedSchedule(RemoteSchedules schedules, String name) {
    this.schedules = schedules;
    this.name = name;
    this.told = newest(schedules.show(name));
  }

  /// Has it tick now.
  ///
  /// @return the run that does the work
  String tick() {
    return text(schedules.run(name), "run_id").orElse("");
  }

  /// {@return the ticks that have ended since this was asked last, oldest first; waits for one}
  Seen await() throws InterruptedException {
    while (true) {
      Json schedule = schedules.show(name);
      List<TickLine> ended = since(schedule);
      if (!ended.isEmpty()) {
        told = ended.getLast().at();
        return new Seen(ended, schedule.items("next").stream().findFirst().flatMap(Json::text));
      }
      Thread.sleep(PAUSE);
    }
  }

  /// What was seen.
  ///
  /// @param next when the next tick is due
  record Seen(List<TickLine> ended, Optional<String> next) {}

  private List<TickLine> since(Json schedule) {
    long ticks = schedule.at("ticks").flatMap(Json::number).map(BigDecimal::longValue).orElse(0L);
    List<Json> newer =
        schedule.items("outcomes").stream().takeWhile(it -> at(it).isAfter(told)).toList();
    return IntStream.range(0, newer.size())
        .mapToObj(place -> line(newer.get(place), ticks - place))
        .toList()
        .reversed();
  }

  private static TickLine line(Json outcome, long number) {
    return new TickLine(
        number,
        at(outcome),
        text(outcome, "result").orElse("?"),
        text(outcome, "reason"),
        text(outcome, "text"),
        text(outcome, "run_id"));
  }

  private static Instant newest(Json schedule) {
    return schedule.items("outcomes").stream()
        .findFirst()
        .map(WatchedSchedule::at)
        .orElse(Instant.EPOCH);
  }

  private static Instant at(Json outcome) {
    return text(outcome, "at").map(Instant::parse).orElse(Instant.EPOCH);
  }

  private static Optional<String> text(Json json, String member) {
    return json.at(member).flatMap(Json::text);
  }
}
