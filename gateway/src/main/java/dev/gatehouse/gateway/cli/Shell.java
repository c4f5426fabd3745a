package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.config.Environment;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// What surrounds the program: its streams, its variables, the folder it was started in.
///
/// @param surface what the streams lead to
record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Environment environment,
    Path folder,
    Surface surface) {

  /// What streams lead to.
  enum Surface {
    /// A person at a terminal.
    TERMINAL,
    /// Files or programs.
    PIPE
  }

  static Shell ofProcess() {
    return new Shell(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Environment.ofProcess(),
        Path.of(""),
        Optional.ofNullable(System.console()).filter(console -> console.isTerminal()).isPresent()
                && !"dumb".equals(System.getenv("TERM"))
            ? Surface.TERMINAL
            : Surface.PIPE);
  }

  /// Text leaves in UTF-8, whatever the locale: programs read it, and terminals understand it.
  private static PrintStream stream(FileDescriptor end) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(end)), true, StandardCharsets.UTF_8);
  }

  boolean interactive() {
    return surface == Surface.TERMINAL;
  }

  /// Whether colours are wanted; see <https://no-color.org>.
  boolean coloured() {
    return interactive()
        && environment.variable("NO_COLOR").filter(value -> !value.isEmpty()).isEmpty();
  }

  Ink ink() {
    return coloured() ? Ink.COLOURED : Ink.COLOURLESS;
  }
}
