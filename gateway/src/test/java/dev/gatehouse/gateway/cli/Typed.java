package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Types commands in a folder and keeps what they print.
final class Typed {

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private String input = "";

  /// What came of a command.
  record Result(int code, String out, String err) {}

  private Typed(Path folder) {
    this.folder = folder;
  }

  static Typed in(Path folder) {
    return new Typed(folder);
  }

  Typed with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Typed input(String text) {
    input = text;
    return this;
  }

  Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Environment.of(variables::get),
            folder,
            Shell.Surface.PIPE);
    int code = Program.run(shell, args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
