package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.checks.RepositoryRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Somebody who sits in a folder and types what the documentation says. `./gatehouse` is the
/// program of this build; no provider key is set.
final class Reader implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 600;

  private final Path folder;
  private Process server;

  /// What a command printed.
  record Printed(int code, String text) {}

  private Reader(Path folder) throws IOException {
    this.folder = folder;
    this.server = new ProcessBuilder("true").start();
  }

  /// A reader in a folder that looks like the root of the repository.
  static Reader in(Path folder) throws IOException {
    var launcher =
        """
        #!/bin/sh
        exec '%s' "$@"
        """
            .formatted(String.join("' '", ChildJvm.gatehouse()));
    Files.writeString(folder.resolve("gatehouse"), launcher);
    Files.setPosixFilePermissions(
        folder.resolve("gatehouse"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(folder.resolve("examples"), RepositoryRoot.find().resolve("examples"));
    return new Reader(folder);
  }

  /// Types commands and waits until they are done.
  Printed type(String commands) throws IOException, InterruptedException {
    var output = folder.resolve("printed");
    var shell = shell(commands, output).start();
    if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      shell.destroy();
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + commands);
    }
    return new Printed(shell.exitValue(), Files.readString(output));
  }

  /// Types a command in another terminal and waits until it says that it is ready.
  ///
  /// @return where it listens
  String serve(String command) throws IOException {
    stopServer();
    var output = folder.resolve("served");
    server = shell("exec " + command, output).start();
    Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> Files.readString(output).contains("ready at http") || !server.isAlive());
    var printed = Files.readString(output);
    assertThat(printed).contains("Gatehouse is ready at http");
    return printed.replaceAll("(?s).*ready at (\\S+).*", "$1");
  }

  private ProcessBuilder shell(String commands, Path output) {
    var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands);
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    shell.environment().keySet().removeIf(name -> name.matches("(ANTHROPIC|OPENAI|GATEHOUSE)_.*"));
    return shell;
  }

  static String read(String page) throws IOException {
    return Files.readString(RepositoryRoot.find().resolve(page), StandardCharsets.UTF_8);
  }

  private void stopServer() {
    server.destroy();
    Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> !server.isAlive());
  }

  @Override
  public void close() throws IOException {
    stopServer();
    Files.deleteIfExists(folder.resolve("examples"));
  }
}
