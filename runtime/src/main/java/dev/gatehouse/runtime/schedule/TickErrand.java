package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Schedule.Task;
import java.util.Optional;

/// What a tick tells whoever does its work.
///
/// @param checklist the text of the schedule's checklist, if it has one
public record TickErrand(Task task, Optional<String> checklist) {

  /// The member of a workflow's input that holds the checklist.
  private static final String CHECKLIST = "checklist";

  /// {@return the message an agent gets: message, data and checklist one below the other}
  public String message() {
    StringBuilder message = new StringBuilder(task.message().strip());
    task.input().ifPresent(input -> below(message).append(input));
    checklist.ifPresent(list -> below(message).append("The checklist:\n\n").append(list.strip()));
    return message.toString();
  }

  private static StringBuilder below(StringBuilder message) {
    return message.append(message.isEmpty() ? "" : "\n\n");
  }

  /// {@return what a workflow is given: its input with the checklist in it, else the message, else
  /// an empty object}
  public Json input() {
    if (task.input().isEmpty() && !task.message().isBlank()) {
      return Json.of(message());
    }
    Json.ObjBuilder input = Json.object();
    task.input().flatMap(Json::asObject).ifPresent(object -> object.members().forEach(input::put));
    checklist.ifPresent(list -> input.put(CHECKLIST, list.strip()));
    return input.build();
  }
}
