package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The person at the terminal, asked line by line until a line is an answer.
final class AskedPerson implements Screen.Person {

  private final Function<String, Optional<String>> lines;

  /// @param lines shows a prompt and gives the line that was typed; empty when the person left
  AskedPerson(Function<String, Optional<String>> lines) {
    this.lines = lines;
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
  public Optional<LiveAnswer.Word> allow(Shown.ApprovalWanted wanted) {
    boolean lasting = wanted.standing() == Terms.Standing.ALLOWED;
    var prompt = lasting ? "  allow it? y / n / a (yes for this session) " : "  allow it? y / n ";
    while (true) {
      var said = lines.apply(prompt).map(line -> line.strip().toLowerCase(Locale.ROOT));
      if (said.isEmpty()) {
        return Optional.empty();
      }
      switch (said.get()) {
        case "y", "yes" -> {
          return Optional.of(LiveAnswer.Word.ONCE);
        }
        case "n", "no" -> {
          return Optional.of(LiveAnswer.Word.NO);
        }
        case "a", "always" -> {
          if (lasting) {
            return Optional.of(LiveAnswer.Word.SESSION);
          }
        }
        default -> {} // asked again
      }
    }
  }
}
