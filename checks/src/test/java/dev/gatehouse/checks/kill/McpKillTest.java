package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.checks.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class McpKillTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void killedGatewayLeavesNoServerBehind() throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/setpriv")).as("setpriv ties children to us").isExecutable();
    Process gateway = start();
    ProcessHandle child = child("server");

    gateway.destroyForcibly().waitFor();

    await().atMost(SOON).until(() -> !Remains.runs(child));
  }

  @Test
  void killedGatewayLeavesNothingBehindThatItsServersHaveStarted()
      throws IOException, InterruptedException {
    assumeThat(Path.of("/proc/self/environ")).as("/proc shows processes").isReadable();
    Process gateway = start();
    ProcessHandle child = child("lost");

    gateway.destroyForcibly().waitFor();

    await().atMost(SOON).until(() -> !Remains.runs(child));
  }

  @Test
  void stoppedGatewayLeavesNoServerBehind() throws IOException, InterruptedException {
    Process gateway = start();
    ProcessHandle child = child("server");

    gateway.destroy();

    await().atMost(SOON).until(() -> !Remains.runs(child));
    assertThat(gateway.waitFor(SOON)).isTrue();
  }

  /// Starts a gateway with a server that neither reads nor speaks: the end of its input tells it
  /// nothing. It has started a process that belongs to nobody any more.
  private Process start() throws IOException {
    String yaml =
        """
        server: { port: 0 }
        mcp-servers:
          stubborn:
            command: /bin/sh
            args:
              - -c
              - |
                (sleep 600 <&- >&- 2>&- & echo $! > %s)
                echo $$ > %s
                exec sleep 600
        """
            .formatted(folder.resolve("lost"), folder.resolve("server"));
    Files.writeString(folder.resolve("gatehouse.yaml"), yaml);
    return new ProcessBuilder(ChildJvm.gatehouse("serve"))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed").toFile())
        .start();
  }

  private ProcessHandle child(String name) {
    Path file = folder.resolve(name);
    await().atMost(SOON).until(() -> Files.exists(file) && !Files.readString(file).isBlank());
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }
}
