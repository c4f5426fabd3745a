package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the agents of a voyage say. It follows from what they are told alone, so that an
/// undisturbed run says how every other one must end.
final class FlowScript implements Script {

  private static final int SLOW = 150;
  private static final int LONGEST = 60;

  @Override
  public Said next(Json request) {
    List<Json> messages = request.at("messages").flatMap(Json::asArray).orElseThrow().items();
    String told = text(messages.getFirst());
    boolean called = messages.toString().contains("\"tool_result\"");
    String[] words = told.split("[\\s]+", -1);
    return switch (words[0]) {
      case "Use" -> called ? said("used") : use(words[1], Json.obj("key", Json.of(words[2])));
      case "Board" -> called ? said("written") : use("write_board", board(words[1]));
      case "Choose" -> called ? said("chosen") : use("choose_branch", branch(words[1]));
      case "Slowly" -> new Said(pieces("x".repeat(SLOW), 1), List.of());
      case "Judge" -> said("{\"score\": " + (told.contains("round 2") ? "0.9" : "0.2") + "}");
      case "Several" -> said("{\"best\": \"deep\", \"reason\": \"it digs\"}");
      case "Divide" ->
          said(
              """
              {"tasks": [{"id": "b", "task": "Carry b.", "depends_on": ["a"]},
              {"id": "a", "task": "Carry a."}, {"id": "c", "task": "Dig c.", "capability": "dig"}]}
              """);
      case "Do" -> said("did " + told.lines().skip(3).findFirst().orElse(""));
      default -> said("‹" + told.substring(0, Math.min(LONGEST, told.length())) + "›");
    };
  }

  private static Said said(String text) {
    return new Said(pieces(text, Math.max(1, text.length() / 4)), List.of());
  }

  private static Said use(String tool, Json input) {
    return new Said(List.of("now"), List.of(new Use("call_1", tool, input)));
  }

  private static Json board(String number) {
    return Json.obj(
        "key", Json.of("total"), "value", Json.of(Long.parseLong(number.replaceAll("[^0-9]", ""))));
  }

  private static Json branch(String target) {
    return Json.obj(
        "target", Json.of(target.replaceAll("[^a-z]", "")), "reason", Json.of("it is there"));
  }

  private static List<String> pieces(String text, int length) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < text.length(); i += length) {
      pieces.add(text.substring(i, Math.min(text.length(), i + length)));
    }
    return pieces;
  }

  private static String text(Json message) {
    Json content = message.at("content").orElseThrow();
    return content instanceof Json.Str(String text)
        ? text
        : content.asArray().orElseThrow().items().stream()
            .flatMap(block -> block.at("text").flatMap(Json::text).stream())
            .collect(Collectors.joining("\n"));
  }
}
