package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.checks.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Signals to `gatehouse java FILE`: the program in the file must leave too, and in good order.
@Timeout(180)
final class JavaFileSignalTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  private static final String PROGRAM =
      """
      import java.nio.file.*;

      void main() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write("stopped", "in good order")));
        write("pid", Long.toString(ProcessHandle.current().pid()));
        Thread.sleep(600_000);
      }

      void write(String file, String text) {
        try {
          Files.writeString(Path.of(file + ".new"), text);
          Files.move(Path.of(file + ".new"), Path.of(file));
        } catch (Exception failed) {
          failed.printStackTrace();
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void programInTheFileIsAskedToLeaveToo(Signal signal) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("Waiting.java"), PROGRAM);
    var launcher = start();
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("pid")));
    var child =
        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")))).orElseThrow();

    signal.sendTo(launcher);

    assertThat(launcher.waitFor(SOON)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(signal.exitCode());
    assertThat(child.isAlive()).isFalse();
    assertThat(folder.resolve("stopped")).hasContent("in good order");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(ChildJvm.gatehouse("java", "Waiting.java"))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed").toFile())
        .start();
  }
}
