package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The editor a person has chosen by `VISUAL` or `EDITOR`, on a file that only that person can
/// read.
///
/// @param command the editor, with its options
record OwnEditor(String command) {

  static Optional<OwnEditor> of(Environment environment) {
    return environment
        .variable("VISUAL")
        .or(() -> environment.variable("EDITOR"))
        .filter(command -> !command.isBlank())
        .map(OwnEditor::new);
  }

  /// Shows a text and waits until the editor is left.
  ///
  /// @return the text as it is then; empty when the editor failed
  Optional<String> edit(String text) {
    try {
      var file = Files.createTempFile("gatehouse-", ".json");
      try {
        Files.writeString(file, text);
        return run(file) == 0 ? Optional.of(Files.readString(file)) : Optional.empty();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException failed) {
      throw new UsageException(
          "the editor \"" + command + "\" cannot be used; set EDITOR to another", failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private int run(Path file) throws IOException, InterruptedException {
    return new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "gatehouse", file.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
