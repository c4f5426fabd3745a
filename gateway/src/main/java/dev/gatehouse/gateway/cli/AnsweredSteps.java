package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Answers what the steps of a workflow ask: by what was said beforehand, or by asking the person
/// at the terminal.
final class AnsweredSteps {

  private final Shell shell;
  private final Map<String, String> answers;
  private final BufferedReader typed;

  AnsweredSteps(Shell shell, Map<String, String> answers) {
    this.shell = shell;
    this.answers = Map.copyOf(answers);
    this.typed = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
  }

  /// {@return the answer; empty to decline}
  Optional<Json> answer(Json question) {
    String node = text(question, "node");
    String known =
        answers.getOrDefault(
            node, answers.getOrDefault(node.substring(node.lastIndexOf('/') + 1), ""));
    if (!known.isEmpty()) {
      return Optional.of(value(known));
    }
    return shell.interactive() ? asked(question) : Optional.empty();
  }

  private Optional<Json> asked(Json question) {
    String choices =
        question
            .at("choices")
            .flatMap(Json::asArray)
            .map(all ->
                String.join(" / ", all.items().stream().flatMap(it -> it.text().stream()).toList()))
            .filter(it -> !it.isEmpty())
            .orElse("JSON, or text");
    shell.err().print("  " + choices + ": ");
    shell.err().flush();
    try {
      return Optional.ofNullable(typed.readLine())
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(AnsweredSteps::value);
    } catch (IOException left) {
      return Optional.empty();
    }
  }

  private static Json value(String said) {
    if (!said.startsWith("{") && !said.startsWith("[")) {
      return Json.of(said);
    }
    try {
      return Json.parse(said);
    } catch (JsonException _) {
      return Json.of(said); // braces that are no JSON are just words
    }
  }

  private static String text(Json question, String name) {
    return question.at(name).flatMap(Json::text).orElse("");
  }
}
