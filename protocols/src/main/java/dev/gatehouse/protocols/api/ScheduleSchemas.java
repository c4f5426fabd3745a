package dev.gatehouse.protocols.api;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import java.util.List;

/// The JSON Schemas of what is said of schedules, for the OpenAPI document.
final class ScheduleSchemas {

  private static final Json.Obj TIME =
      Json.obj("type", Json.of("string"), "pattern", Json.of(DurationText.FORM));
  private static final Json.Obj TEXTS = Json.obj("type", Json.of("array"), "items", Schemas.TEXT);

  private static final Json.Obj HEARTBEAT =
      Schemas.body(
          List.of(),
          Json.object()
              .put("quiet_token", Schemas.TEXT)
              .put("quiet_threshold", Schemas.COUNT)
              .put("backoff", Json.obj("type", Json.of("array"), "items", TIME))
              .build());

  static final Json.Obj CHANGE = Schemas.body(List.of(), fields().build());

  static final Json.Obj SCHEDULE =
      Schemas.body(List.of("name"), fields().put("name", Schemas.TEXT).build());

  private ScheduleSchemas() {}

  private static Json.ObjBuilder fields() {
    return Json.object()
        .put("agent", Schemas.TEXT)
        .put("workflow", Schemas.TEXT)
        .put("message", Schemas.TEXT)
        .put("input", Schemas.OBJECT)
        .put("cron", Schemas.TEXT)
        .put("every", TIME)
        .put("timezone", Schemas.TEXT)
        .put("active_hours", Json.obj("type", Json.of("array"), "items", Schemas.COUNT))
        .put("jitter", TIME)
        .put("missed", Schemas.choice("skip", "once", "all"))
        .put("overlap", Schemas.choice("skip", "queue", "cancel"))
        .put("heartbeat", HEARTBEAT)
        .put("delivery", TEXTS)
        .put("paused", Schemas.FLAG);
  }
}
