package dev.gatehouse.core.delivery;

import dev.gatehouse.core.json.Json;
import java.time.Instant;

/// What is brought to somebody: what became of a run.
///
/// @param id `dlv_…`, the same however often it is tried, so that whoever gets it twice can tell
/// @param event `run.completed`, `run.failed` and the like
/// @param at when it happened
/// @param text what people read
/// @param run the run object of the wire as it was then
public record Letter(String id, String event, Instant at, String text, Json run) {

  /// {@return this letter in other words}
  public Letter withText(String words) {
    return new Letter(id, event, at, words, run);
  }

  /// {@return that there was such a letter, without what it said}
  Letter withoutContent() {
    return new Letter(id, event, at, "", Json.object().build());
  }

  /// {@return what templates can name: the members of the run, `text`, `event` and `delivery_id`}
  public Json.Obj fields() {
    Json.ObjBuilder fields = Json.object();
    run.asObject().ifPresent(object -> object.members().forEach(fields::put));
    return fields.put("text", text).put("event", event).put("delivery_id", id).build();
  }
}
