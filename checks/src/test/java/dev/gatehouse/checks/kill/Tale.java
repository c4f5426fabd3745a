package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The same story in every conversation; where it stands depends only on how many turns lie behind.
final class Tale implements Script {

  /// The tools that each turn calls; a turn beyond them tells the end.
  static final List<List<String>> TURNS =
      List.of(List.of("look", "charge"), List.of("mail"), List.of("charge", "stamp"));

  @Override
  public Said next(Json request) {
    int turn = turns(request);
    List<Use> calls = new ArrayList<>();
    for (String tool : turn < TURNS.size() ? TURNS.get(turn) : List.<String>of()) {
      String id = "call_" + turn + "_" + (calls.size() + 1);
      calls.add(new Use(id, tool, Json.obj("turn", Json.of(turn))));
    }
    return Said.marked("t" + turn, calls);
  }

  /// {@return how many assistant turns with tool calls the conversation holds after its last plain
  /// user message}
  private static int turns(Json request) {
    int turns = 0;
    for (Json message : request.at("messages").flatMap(Json::asArray).orElseThrow().items()) {
      boolean results = message.toString().contains("\"tool_result\"");
      boolean user = message.at("role").flatMap(Json::text).orElseThrow().equals("user");
      turns = user && !results ? 0 : results ? turns + 1 : turns;
    }
    return turns;
  }
}
