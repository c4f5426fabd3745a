package dev.gatehouse.gateway.cli.flow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import java.io.PrintStream;
import java.util.Optional;

/// A workflow run as plain lines: one for each thing that happens to a node of its own.
public final class LineScreen implements FlowScreen {

  private static final int MAX_TEXT = 200;

  private final PrintStream notes;

  /// Writes there.
  public LineScreen(PrintStream notes) {
    this.notes = notes;
  }

  @Override
  public void show(Json event) {
    if (event.at("run_path").isEmpty()) {
      print(event);
    }
  }

  private void print(Json event) {
    line(event).ifPresent(text -> notes.println(Ink.line(text, MAX_TEXT)));
  }

  @Override
  public void tick() {}

  @Override
  public void settle() {}

  /// {@return the line for an event, when it is worth one}
  static Optional<String> line(Json event) {
    String path = text(event, "path");
    return switch (text(event, "type")) {
      case "node_started" -> Optional.of("node: " + path + " begins" + who(event));
      case "node_finished" ->
          Optional.of(
              "node: %s %s in %s ms%s"
                  .formatted(path, text(event, "status"), value(event, "duration_ms"), why(event)));
      case "node_skipped" -> Optional.of("node: " + path + " skipped: " + text(event, "reason"));
      case "waiting" ->
          Optional.of(path)
              .filter(node -> !node.isEmpty())
              .map(node -> "node: " + node + " waits " + what(event) + why(event));
      case "undo_started" -> Optional.of(subject(path) + " is taken back" + why(event));
      case "undo_finished" -> Optional.of(subject(path) + " " + undone(event));
      default -> note(event).map(note -> "note: " + note);
    };
  }

  private static String subject(String path) {
    return path.isEmpty() ? "run:" : "node: " + path;
  }

  /// {@return what came of taking something back}
  static String undone(Json event) {
    return "undone: %s%s%s%s"
        .formatted(
            value(event, "undone_count"),
            counted(event, "failed", ", not undone: "),
            counted(event, "unknown", ", unknown: "),
            event.at("stopped_by").flatMap(Json::text).map(by -> ", stopped by " + by).orElse(""));
  }

  private static String counted(Json event, String list, String label) {
    return event
        .at(list)
        .flatMap(Json::asArray)
        .map(lines -> lines.items().size())
        .filter(count -> count > 0)
        .map(count -> label + count)
        .orElse("");
  }

  /// {@return what was decided, when the event says so}
  static Optional<String> note(Json event) {
    String path = text(event, "path");
    return switch (text(event, "type")) {
      case "branch_taken" ->
          Optional.of(path + " takes " + text(event, "target") + " for " + text(event, "because"));
      case "loop_iteration" ->
          Optional.of(
              "%s iteration %s%s%s"
                  .formatted(
                      path,
                      value(event, "iteration"),
                      event.at("score").map(score -> ", score " + score).orElse(""),
                      event.at("reason").flatMap(Json::text).map(it -> ": " + it).orElse("")));
      case "plan_made" -> {
        int tasks = event.at("tasks").flatMap(Json::asArray).map(it -> it.items().size()).orElse(0);
        yield Optional.of("%s plans %s %s".formatted(path, tasks, tasks == 1 ? "task" : "tasks"));
      }
      case "task_claimed" ->
          Optional.of(path + ": " + text(event, "agent") + " takes " + text(event, "task_id"));
      case "route_chosen" -> Optional.of(path + " goes to " + text(event, "chosen"));
      case "message_sent" -> Optional.of(text(event, "from") + " writes to " + text(event, "to"));
      case "question_asked" -> Optional.of("question: " + text(event, "prompt"));
      default -> Optional.empty();
    };
  }

  /// {@return what a wait is for}
  static String what(Json event) {
    String reason = text(event, "reason");
    return switch (reason) {
      case "timer" -> "until " + text(event, "until");
      case "question" -> "for an answer";
      default -> "for a " + reason;
    };
  }

  private static String who(Json event) {
    return event
        .at("agent")
        .flatMap(Json::text)
        .map(agent -> " (" + agent + ")")
        .orElse(" (" + text(event, "kind") + ")");
  }

  static String why(Json event) {
    return event.path("error", "message").flatMap(Json::text).map(it -> ": " + it).orElse("");
  }

  static String text(Json event, String name) {
    return event.at(name).flatMap(Json::text).orElse("");
  }

  private static String value(Json event, String name) {
    return event.at(name).map(Json::toString).orElse("?");
  }
}
