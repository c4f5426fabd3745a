package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.LiveAnswer.Word;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The person at the terminal, asked line by line until a line is an answer.
final class AskedPerson implements Screen.Person {

  private final Function<String, Optional<String>> lines;
  private final Function<String, Optional<String>> editor;

  /// @param lines shows a prompt and gives the line that was typed; empty when the person left
  /// @param editor lets a text be changed; empty when the person thinks better of it
  AskedPerson(Function<String, Optional<String>> lines, Function<String, Optional<String>> editor) {
    this.lines = lines;
    this.editor = editor;
  }

  @Override
  public Optional<String> choose(Shown.Asked asked) {
    while (true) {
      var said = lines.apply(String.join(" / ", asked.choices()) + " ").map(String::strip);
      if (said.isEmpty() || asked.choices().isEmpty() || asked.choices().contains(said.get())) {
        return said;
      }
    }
  }

  @Override
  public Optional<Word> allow(Shown.ApprovalWanted wanted) {
    boolean lasting = wanted.standing() == Terms.Standing.ALLOWED;
    var question =
        "  allow it? y / n [why] / e (edit)" + (lasting ? " / a (yes for this session) " : " ");
    var prompt = question;
    while (true) {
      var said = lines.apply(prompt).map(String::strip);
      if (said.isEmpty()) {
        return Optional.empty();
      }
      prompt = question;
      var words = said.get().split("\\s+", 2);
      switch (words[0].toLowerCase(Locale.ROOT)) {
        case "y", "yes" -> {
          if (words.length == 1) {
            return Optional.of(new Word.Once());
          }
        }
        case "n", "no" -> {
          return Optional.of(
              new Word.No(words.length == 1 ? Optional.empty() : Optional.of(words[1])));
        }
        case "a", "always" -> {
          if (lasting && words.length == 1) {
            return Optional.of(new Word.Session());
          }
        }
        case "e", "edit" -> {
          switch (edited(wanted)) {
            case Edit.Done(var word) -> {
              return Optional.of(word);
            }
            case Edit.Undone(var why) -> prompt = why + question;
          }
        }
        default -> {} // asked again
      }
    }
  }

  /// What came of an edit.
  private sealed interface Edit {

    record Done(Word word) implements Edit {}

    /// @param why a line to show, or nothing
    record Undone(String why) implements Edit {}
  }

  private Edit edited(Shown.ApprovalWanted wanted) {
    var typed = editor.apply(wanted.call().input());
    if (typed.isEmpty()) {
      return new Edit.Undone("");
    }
    try {
      var input = Json.parse(typed.get().strip());
      return input instanceof Json.Obj
          ? new Edit.Done(
              input.equals(Json.parse(wanted.call().input()))
                  ? new Word.Once()
                  : new Word.Edited(input))
          : new Edit.Undone("  the arguments must be a JSON object\n");
    } catch (JsonException malformed) {
      return new Edit.Undone("  that is not JSON: " + malformed.getMessage() + "\n");
    }
  }
}
