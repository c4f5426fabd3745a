package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.Script.Use;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What one conversation is about, turn by turn. Each call bears a key of its own, which the world
/// writes down when it is made.
enum Plot {

  /// Calls that a human must allow.
  APPROVALS("mail charge; book_add mail; mail"),

  /// Calls of MCP servers, one that is trusted and one that is not.
  BOOKS("book_put book_add; stranger_add; book_see stranger_put; book_add"),

  /// Programs in the sandbox.
  PROGRAMS("code_execute; background; code_execute_status code_execute; status"),

  /// Other agents, waited for and in the background.
  TEAM("run_agent run_agent; run_agent_background; charge; book_put"),

  /// What another agent is told to do.
  ERRAND("charge; mail book_add");

  private final String turns;

  /// @param turns the calls of each turn
  Plot(String turns) {
    this.turns = turns;
  }

  private List<String> turns() {
    return List.of(turns.split("; ", -1));
  }

  /// {@return how many calls it makes}
  int calls() {
    return turns().stream().mapToInt(turn -> turn.split(" ", -1).length).sum();
  }

  /// {@return what a conversation is opened with}
  String opening(String story) {
    return "Plot " + name().toLowerCase(Locale.ROOT) + " of story " + story + " begins.";
  }

  /// {@return the calls of a turn; none when the story is over}
  ///
  /// @param task the last program in the background
  List<Use> turn(String story, int turn, String task) {
    List<Use> uses = new ArrayList<>();
    if (turn < turns().size()) {
      for (String word : turns().get(turn).split(" ", -1)) {
        String key = story + "-" + turn + "-" + uses.size();
        uses.add(use(word, key, task));
      }
    }
    return uses;
  }

  private static Use use(String word, String key, String task) {
    String id = "call_" + key.replace('.', '_');
    return switch (word) {
      case "code_execute" -> new Use(id, "code_execute", program(key, 0.15));
      case "background" ->
          new Use(
              id,
              "code_execute",
              Json.object()
                  .put("code", program(key, 1.5).at("code").orElseThrow())
                  .put("background", true)
                  .build());
      case "status", "code_execute_status" ->
          new Use(id, "code_execute_status", Json.obj("task_id", Json.of(task)));
      case "run_agent" -> new Use(id, "run_agent", errand(key, false));
      case "run_agent_background" -> new Use(id, "run_agent", errand(key, true));
      default -> new Use(id, word, Json.obj("key", Json.of(key)));
    };
  }

  /// Leaves a line in the session's folder, works for a while, and says so.
  private static Json program(String key, double seconds) {
    return Json.obj(
        "code",
        Json.of(
            "import time\nwith open('ledger.txt', 'a') as f: f.write('"
                + key
                + "\\n')\ntime.sleep("
                + seconds
                + ")\nprint('done')\n"));
  }

  private static Json errand(String key, boolean background) {
    return Json.object()
        .put("task", ERRAND.opening(key))
        .put("agent", "kid")
        .put("background", background)
        .build();
  }
}
