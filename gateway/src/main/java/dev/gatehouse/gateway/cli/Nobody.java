package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.io.PrintStream;
import java.util.Optional;

/// The one who sits where a pipe ends: has no answers, but says how others can give them.
///
/// @param notes where that is said
record Nobody(PrintStream notes) implements Screen.Person {

  @Override
  public Optional<String> choose(Shown.Asked asked) {
    throw new UsageException(
        "the run asks \"" + asked.prompt() + "\"; run `gatehouse chat` in a terminal to answer");
  }

  @Override
  public Optional<LiveAnswer.Word> allow(Shown.ApprovalWanted wanted) {
    notes.println(
        "approval: the run waits; answer with `gatehouse approvals approve %1$s` or `… deny %1$s`"
            .formatted(wanted.approval()));
    notes.flush();
    return Optional.empty();
  }
}
