package dev.gatehouse.adapters.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A small shell that outlives a killed gateway just long enough to end what the gateway has left.
///
/// It reads from a pipe whose other end only the gateway holds, and whose end is therefore the
/// gateway's. Then it kills whatever carries the gateway's mark in its environment, several times
/// over: also what lost its parent long ago, what was just being started, and what that has started
/// since. A signal at the parent's death reaches the direct children only.
final class Deathwatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Deathwatch.class.getName());
  private static final Path SHELL = Path.of("/bin/sh");

  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      rounds=0
      read -r parting && rounds=11
      while [ $rounds -lt 12 ]; do
        for file in $(grep -alsF -- "$1" /proc/[0-9]*/environ); do
          process=${file#/proc/}
          kill -9 "${process%/environ}" 2>/dev/null
        done
        rounds=$((rounds + 1))
        sleep 0.2
      done
      """;

  private final Process shell;

  private Deathwatch(Process shell) {
    this.shell = shell;
  }

  /// Watches from now on; empty where there is no shell, or no `/proc` to find processes in.
  ///
  /// @param mark what stands in the environment of every child and of no other process
  static Optional<Deathwatch> begin(String mark) {
    if (!Files.isExecutable(SHELL) || !Files.isReadable(Path.of("/proc/self/environ"))) {
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, "gatehouse-deathwatch", mark)
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    try {
      return Optional.of(new Deathwatch(builder.start()));
    } catch (IOException broken) {
      LOG.log(
          Level.WARNING,
          "nobody will end what MCP servers leave behind if this process is killed: "
              + broken.getMessage());
      return Optional.empty();
    }
  }

  /// Ends the watch, after one last look.
  @Override
  public void close() {
    try (OutputStream in = shell.getOutputStream()) {
      in.write('\n');
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "the watch over MCP servers has ended before: " + gone.getMessage());
    }
  }
}
