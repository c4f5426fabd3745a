package dev.gatehouse.checks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.StoreInUseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed amid its writing loses nothing it had acknowledged. This is `kill -9`,
/// not a power cut: what the operating system had taken over reaches the disk here even without a
/// sync.
class KilledStoreTest {

  private static final int KILLS = 10;
  private static final int MOST_LINES = 600;

  @TempDir private Path folder;
  @TempDir private Path temporary;

  @Test
  void killedProcessLosesNothingItHadAcknowledged() throws IOException, InterruptedException {
    long seed = Long.getLong("gatehouse.seed", new SecureRandom().nextLong());
    System.out.println("kills with seed " + seed);
    var random = new Random(seed);
    var acknowledged = new HashMap<String, Long>();

    for (int kill = 1; kill <= KILLS; kill++) {
      writeUntilKilled(1 + random.nextInt(MOST_LINES), acknowledged);

      assertEverythingIsThere(acknowledged, "kill " + kill + " of seed " + seed);
    }
  }

  @Test
  void folderHeldByAnotherProcessIsRefusedWithItsPid() throws IOException, InterruptedException {
    var process = start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).startsWith("run_");

      assertThatThrownBy(() -> SqliteStore.open(folder))
          .isInstanceOfSatisfying(
              StoreInUseException.class, e -> assertThat(e.pid()).isEqualTo(process.pid()));
    } finally {
      process.destroyForcibly().waitFor();
    }
    SqliteStore.open(folder).close();
  }

  @Test
  void killedProcessLeavesNothingInTheTemporaryFolder() throws IOException, InterruptedException {
    for (int kill = 1; kill <= 2; kill++) {
      writeUntilKilled(1, new HashMap<>());
    }

    assertThat(temporary).isEmptyDirectory();
    assertThat(folder.resolve("native")).isDirectoryContaining("glob:**sqlitejdbc*");
  }

  private void writeUntilKilled(int lines, Map<String, Long> acknowledged)
      throws IOException, InterruptedException {
    var process = start();
    try (var output = process.inputReader()) {
      read(output, lines, acknowledged);
      process.toHandle().destroyForcibly(); // the process itself would close its output, too
      read(output, Integer.MAX_VALUE, acknowledged); // what it said before it died counts too
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ChildJvm.of(
                "-Djava.io.tmpdir=" + temporary,
                AppendingProgram.class.getName(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void read(BufferedReader output, int lines, Map<String, Long> acknowledged)
      throws IOException {
    for (int i = 0; i < lines; i++) {
      var line = output.readLine();
      if (line == null) {
        return;
      }
      var parts = line.split(" ", -1);
      if (parts.length == 2 && !parts[1].isEmpty()) {
        acknowledged.merge(parts[0], Long.parseLong(parts[1]), Math::max);
      }
    }
  }

  private void assertEverythingIsThere(Map<String, Long> acknowledged, String when) {
    try (var store = SqliteStore.open(folder)) {
      for (int i = 0; i < AppendingProgram.STREAMS; i++) {
        var stream = "run_" + i;
        var kept = store.events().read(stream, 0, Integer.MAX_VALUE);
        assertThat(kept)
            .as(when)
            .hasSizeGreaterThanOrEqualTo(Math.toIntExact(acknowledged.getOrDefault(stream, 0L)));
        assertThat(kept)
            .as(when)
            .extracting(Entry::seq)
            .isEqualTo(LongStream.rangeClosed(1, kept.size()).boxed().toList());
        assertThat(store.events().balance("ledger/" + stream))
            .as(when)
            .isEqualTo(new Cost(kept.size()));
      }
    }
  }
}
