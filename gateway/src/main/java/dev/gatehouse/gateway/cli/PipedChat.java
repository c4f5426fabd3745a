package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.cli.screen.PlainScreen;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A conversation without a terminal: a line is a message, answers are plain text or one JSON
/// record a line. It stops at the first answer that does not succeed.
final class PipedChat {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final Shell shell;
  private final Backend backend;
  private final Optional<String> agent;
  private final Form form;
  private final Nobody nobody;

  /// What the answers look like.
  enum Form {
    TEXT,
    JSON
  }

  PipedChat(Shell shell, Backend backend, Optional<String> agent, Form form) {
    this.shell = shell;
    this.backend = backend;
    this.agent = agent;
    this.form = form;
    this.nobody = new Nobody(shell.err());
  }

  int talk() throws IOException, InterruptedException {
    var talk = backend.talk(agent);
    var lines = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      if (line.strip().equals("/quit")) {
        return 0;
      }
      if (line.strip().equals("/new")) {
        talk = backend.talk(agent);
        continue;
      }
      var outcome = answer(talk, line);
      if (outcome != Outcome.SUCCESS) {
        return outcome.exitCode();
      }
    }
    return 0;
  }

  private Outcome answer(Backend.Talk talk, String line) throws InterruptedException {
    try (var answer = talk.say(line)) {
      var ended = screen().follow(answer, nobody);
      if (form == Form.JSON) {
        shell.out().println(answer.record());
        shell.out().flush();
      }
      return ended.outcome();
    }
  }

  private Screen screen() {
    return form == Form.JSON
        ? new PlainScreen(NOWHERE, NOWHERE)
        : new PlainScreen(shell.out(), shell.err());
  }
}
