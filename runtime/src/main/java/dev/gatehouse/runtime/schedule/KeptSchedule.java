package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.ScheduleState.Mode;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Instant;
import java.util.Locale;

/// A schedule as it is kept: one row of the index, replaced as a whole.
///
/// @param source where it comes from
/// @param made when it was made
public record KeptSchedule(Schedule schedule, ScheduleState state, Source source, Instant made) {

  /// The kind of a schedule's row.
  public static final String KIND = "schedule";

  private static final RecordCodec<KeptSchedule> CODEC = RecordCodec.of(KeptSchedule.class);
  private static final int MAX_TEXT = 200;

  /// Where a schedule comes from.
  public enum Source {
    /// The configuration.
    FILE,
    /// Somebody who called.
    CALLER
  }

  /// {@return the schedule a row holds}
  public static KeptSchedule of(Row row) {
    return CODEC.decode(Json.parse(row.body()));
  }

  /// {@return this schedule in another state}
  public KeptSchedule with(ScheduleState other) {
    return new KeptSchedule(schedule, other, source, made);
  }

  /// {@return its definition changed}
  KeptSchedule with(Schedule other) {
    return new KeptSchedule(other, state, source, made);
  }

  /// {@return its row}
  Row row(Instant now) {
    Schedule.Owner owner = schedule.owner();
    String text = schedule.name() + "\n" + schedule.task().message();
    return new Row(
        KIND,
        schedule.key(),
        root(schedule.key()),
        owner.tenant(),
        Rows.owner(owner.tenant(), owner.key(), owner.user()),
        state.mode() == Mode.PAUSED ? "paused" : "active",
        "",
        schedule.task().target().name(),
        made,
        now,
        text.substring(0, Math.min(MAX_TEXT, text.length())),
        CODEC.encode(this).toString());
  }

  /// {@return the tree that a schedule's row is forgotten with}
  static String root(String key) {
    return KIND + "/" + key;
  }

  /// {@return where it comes from, as the wire spells it}
  public String sourceName() {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
