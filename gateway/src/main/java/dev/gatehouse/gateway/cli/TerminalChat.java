package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.screen.LiveScreen;
import dev.gatehouse.gateway.cli.talk.Backend;
import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A conversation at a terminal: lines with history, answers as they come. Ctrl-C stops an answer;
/// a second one leaves.
final class TerminalChat {

  private static final String HELP =
      "/new begins a new conversation, /quit leaves (as does Ctrl-D), Ctrl-C stops an answer.";

  private final Shell shell;
  private final Backend backend;
  private final Optional<String> agent;
  private final Path data;
  private final Ink ink;

  /// How a line was dealt with.
  private enum Step {
    GO_ON,
    LEAVE
  }

  TerminalChat(Shell shell, Backend backend, Optional<String> agent, Path data) {
    this.shell = shell;
    this.backend = backend;
    this.agent = agent;
    this.data = data;
    this.ink = shell.ink();
  }

  int talk() throws IOException, InterruptedException {
    try (var terminal =
        TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build()) {
      var key = new StopKey();
      terminal.handle(Terminal.Signal.INT, _ -> key.press());
      var reader = reader(terminal);
      var talk = backend.talk(agent);
      shell.out().println(ink.dim(HELP));
      while (true) {
        var line = read(reader);
        if (line.isEmpty() || line.get().equals("/quit") || line.get().equals("/exit")) {
          return 0;
        }
        switch (line.get()) {
          case "" -> {}
          case "/help", "/?" -> shell.out().println(ink.dim(HELP));
          case "/new" -> {
            talk = backend.talk(agent);
            shell.out().println(ink.dim("A new conversation."));
          }
          default -> {
            if (answer(key, reader, talk, line.get()) == Step.LEAVE) {
              return 0;
            }
          }
        }
      }
    }
  }

  private LineReader reader(Terminal terminal) throws IOException {
    var builder = LineReaderBuilder.builder().terminal(terminal).appName("gatehouse");
    if (Files.isDirectory(data)) {
      builder.variable(LineReader.HISTORY_FILE, data.resolve("chat-history"));
    }
    return builder.build();
  }

  /// Reads a line; two Ctrl-C in a row, like Ctrl-D, leave.
  private Optional<String> read(LineReader reader) {
    boolean warned = false;
    while (true) {
      try {
        return Optional.of(reader.readLine(ink.bold("› ")).strip());
      } catch (UserInterruptException _) {
        if (warned) {
          return Optional.empty();
        }
        warned = true;
        shell.out().println(ink.dim("Ctrl-C again, or Ctrl-D, leaves."));
      } catch (EndOfFileException _) {
        return Optional.empty();
      }
    }
  }

  private Step answer(StopKey key, LineReader reader, Backend.Talk talk, String line)
      throws InterruptedException {
    key.asked();
    try (LiveAnswer answer = talk.say(line)) {
      key.answering(answer);
      new LiveScreen(shell.out(), ink).follow(answer, person(reader, answer));
    } catch (InterruptedException stopped) {
      if (key.answered()) {
        return Step.LEAVE;
      }
      throw stopped;
    }
    return key.answered() ? Step.LEAVE : Step.GO_ON;
  }

  /// Ctrl-C and Ctrl-D at a question stop the answer; at an edit they only leave that.
  private AskedPerson person(LineReader reader, LiveAnswer answer) {
    return new AskedPerson(
        prompt -> {
          var line = unremembered(reader, prompt, "");
          if (line.isEmpty()) {
            answer.cancel();
          }
          return line;
        },
        text ->
            OwnEditor.of(shell.environment())
                .map(editor -> editor.edit(text))
                .orElseGet(() -> unremembered(reader, "  arguments: ", text)));
  }

  private static Optional<String> unremembered(LineReader reader, String prompt, String text) {
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return Optional.of(reader.readLine(prompt, null, text));
    } catch (UserInterruptException | EndOfFileException _) {
      return Optional.empty();
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
    }
  }
}
