package dev.gatehouse.adapters.sqlite;

import static dev.gatehouse.testkit.contract.StoreSamples.append;
import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.entry;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real file system that runs full, and one that is read-only. Needs the right to mount; skipped
/// without.
class SmallDiskTest {

  private static final String BODY = "x".repeat(50_000);
  private static final int BALLAST = 8_000_000;

  @TempDir private Path place;
  private SmallDisk disk;

  /// A process runs SQLite out of the first folder it opens, and a disk whose code runs cannot be
  /// unmounted: that folder must not be on the small one.
  @BeforeEach
  void loadSqliteFromElsewhere() {
    SqliteStore.open(place.resolve("elsewhere")).close();
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = SmallDisk.mount(Files.createDirectory(place.resolve("disk")), "24m");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (disk != null) {
      disk.unmount();
    }
  }

  @Test
  void storeOutlivesAFullDiskAndKeepsWhatItAcknowledged() throws IOException {
    var ballast = Files.write(disk.folder().resolve("ballast"), new byte[BALLAST]);
    long kept;
    try (var store = SqliteStore.open(disk.folder().resolve("data"))) {
      kept = fill(store);
      assertThat(seqs(store)).isEqualTo(LongStream.rangeClosed(1, kept).boxed().toList());
      assertThatThrownBy(() -> store.blobs().put(new byte[BALLAST]))
          .isInstanceOf(StoreException.class);
      assertThat(store.events().read("run", kept - 1, 1)).hasSize(1);

      Files.delete(ballast);
      store.events().probe();
      assertThat(store.events().append(one("run", kept + 1))).isEqualTo(new Outcome.Appended());
      assertThat(store.blobs().find(store.blobs().put(new byte[1_000]))).isPresent();
    }

    try (var store = SqliteStore.open(disk.folder().resolve("data"))) {
      assertThat(seqs(store)).isEqualTo(LongStream.rangeClosed(1, kept + 1).boxed().toList());
    }
  }

  @Test
  void readOnlyDiskIsNamedAndWorksOnceItIsWritable() throws IOException, InterruptedException {
    var data = disk.folder().resolve("data");
    try (var store = SqliteStore.open(data)) {
      store.events().append(one("run", 1));
    }

    disk.remount("ro");
    assertThatThrownBy(() -> SqliteStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("Read-only");

    disk.remount("rw");
    try (var store = SqliteStore.open(data)) {
      assertThat(store.events().append(one("run", 2))).isEqualTo(new Outcome.Appended());
    }
  }

  /// {@return how many events were acknowledged before the disk was full}
  private static long fill(SqliteStore store) {
    for (long seq = 1; seq < 1_000; seq++) {
      try {
        store.events().append(commit(append("run", "run", entry("run", seq, BODY))));
      } catch (StoreException full) {
        assertThat(full).hasMessageContaining("full");
        return seq - 1;
      }
    }
    throw new AssertionError("the disk did not run full");
  }

  private static List<Long> seqs(SqliteStore store) {
    return store.events().read("run", 0, 1_000).stream().map(Entry::seq).toList();
  }
}
