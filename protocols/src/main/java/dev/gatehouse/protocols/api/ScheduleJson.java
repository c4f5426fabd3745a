package dev.gatehouse.protocols.api;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.ActiveHours;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.ScheduleState.Mode;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.schedule.KeptSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Schedules as clients see them: what the file says, in snake_case, and where they stand.
final class ScheduleJson {

  private ScheduleJson() {}

  /// {@return a schedule}
  ///
  /// @param next the next times at which it fires
  static Json of(KeptSchedule kept, List<Instant> next) {
    Schedule schedule = kept.schedule();
    ScheduleState state = kept.state();
    Json.ObjBuilder json =
        Json.object()
            .put("id", schedule.name())
            .put("tenant", schedule.owner().tenant())
            .put("source", kept.sourceName())
            .put("paused", state.mode() == Mode.PAUSED);
    task(json, schedule.task());
    timing(json, schedule.timing());
    schedule.heartbeat().ifPresent(heartbeat -> json.put("heartbeat", heartbeat(heartbeat)));
    json.put("delivery", texts(schedule.delivery()))
        .put("created_at", kept.made().toString())
        .put("next", Json.array(next.stream().map(at -> Json.of(at.toString())).toList()));
    state(json, state);
    return json.build();
  }

  private static void task(Json.ObjBuilder json, Schedule.Task task) {
    switch (task.target()) {
      case Target.Agent(String name) -> json.put("agent", name);
      case Target.Workflow(String name) -> json.put("workflow", name);
    }
    json.put("message", task.message());
    task.input().ifPresent(input -> json.put("input", input));
  }

  private static void timing(Json.ObjBuilder json, Timing timing) {
    switch (timing.cadence()) {
      case Cadence.Every(Duration period) -> json.put("every", DurationText.of(period));
      case Cadence.Cron(String expression) -> json.put("cron", expression);
    }
    json.put("timezone", timing.timezone());
    timing.activeHours().ifPresent(hours -> json.put("active_hours", Json.array(hours(hours))));
    json.put("jitter", DurationText.of(timing.jitter()))
        .put("missed", word(timing.missed()))
        .put("overlap", word(timing.overlap()));
  }

  private static List<Json> hours(ActiveHours hours) {
    return List.of(Json.of(hours.from()), Json.of(hours.until()));
  }

  private static Json heartbeat(Heartbeat heartbeat) {
    Json.ObjBuilder json =
        Json.object()
            .put("quiet_token", heartbeat.quiet().token())
            .put("quiet_threshold", heartbeat.quiet().threshold());
    heartbeat.checklist().ifPresent(file -> json.put("checklist", file));
    return json.put("backoff", texts(heartbeat.backoff().stream().map(DurationText::of).toList()))
        .build();
  }

  private static void state(Json.ObjBuilder json, ScheduleState state) {
    state.retry().ifPresent(at -> json.put("retry_at", at.toString()));
    json.put("consecutive_errors", state.errors()).put("ticks", state.history().ticks());
    state.history().lastAlert().ifPresent(at -> json.put("last_alert_at", at.toString()));
    state.history().lastError().ifPresent(at -> json.put("last_error_at", at.toString()));
    json.put(
            "running",
            Json.array(
                state.open().stream()
                    .map(begun ->
                        (Json)
                            Json.obj(
                                "due", Json.of(begun.tick().nominal().toString()),
                                "run_id", Json.of(Ids.runOf(begun.tick().id()))))
                    .toList()))
        .put("waiting", state.waiting().size())
        .put(
            "outcomes",
            Json.array(state.history().recent().stream().map(ScheduleJson::outcome).toList()));
  }

  private static Json outcome(TickOutcome outcome) {
    Json.ObjBuilder json =
        Json.object()
            .put("at", outcome.at().toString())
            .put("due", outcome.tick().nominal().toString())
            .put("cause", word(outcome.tick().cause()))
            .put("result", outcome.result().kind().wire());
    outcome.result().reason().ifPresent(reason -> json.put("reason", reason));
    outcome.result().text().ifPresent(text -> json.put("text", text));
    outcome.run().ifPresent(run -> json.put("run_id", run).put("duration_ms", outcome.millis()));
    return json.put("count", outcome.count()).build();
  }

  private static Json texts(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
