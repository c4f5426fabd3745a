package dev.gatehouse.adapters.sqlite;

import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.debit;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.core.spi.StoreInUseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {

  @TempDir private Path folder;

  @Test
  void secondStoreInTheSameFolderNamesTheProcessOfTheFirst() {
    try (var first = SqliteStore.open(folder)) {
      assertThatThrownBy(() -> SqliteStore.open(folder.resolve(".")))
          .isInstanceOfSatisfying(
              StoreInUseException.class,
              e -> assertThat(e.pid()).isEqualTo(ProcessHandle.current().pid()))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(first.events().append(one("run", 1))).isEqualTo(new Outcome.Appended());
    }
    SqliteStore.open(folder).close();
  }

  @Test
  void onlyTheOwnerMayReadAnything() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "skipped: this file system knows no permissions");
    var data = folder.resolve("new/data");
    try (var store = SqliteStore.open(data)) {
      store.events().append(one("run", 1));
      store.blobs().put("abc".getBytes(UTF_8));

      try (var files = Files.walk(data)) {
        for (var file : files.toList()) {
          var expected = Files.isDirectory(file) ? "rwx------" : "rw-------";
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as("%s", file)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void closingKeepsWhatWaitsAndRefusesTheRest() {
    var store = SqliteStore.open(folder);
    var outcomes = new ArrayList<Future<Outcome>>();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        outcomes.add(crowd.submit(() -> store.events().append(commit(debit("day", 1)))));
      }
      store.close();
    }

    long kept = outcomes.stream().filter(it -> it.state() == Future.State.SUCCESS).count();
    assertThat(outcomes)
        .filteredOn(it -> it.state() == Future.State.FAILED)
        .allSatisfy(it -> assertThat(it.exceptionNow()).isInstanceOf(StoreException.class));
    try (var reopened = SqliteStore.open(folder)) {
      assertThat(reopened.events().balance("day").value()).isEqualTo(kept);
    }
  }

  @Test
  void closedStoreRefusesReadsAndWritesAndMayBeClosedAgain() {
    var store = SqliteStore.open(folder);
    store.events().close();
    store.close();

    assertThatThrownBy(() -> store.events().append(one("run", 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.events().read("run", 0, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.blobs().put(new byte[1])).isInstanceOf(StoreException.class);
  }

  @Test
  void closedStoreIsOneFileWithoutItsWriteAheadLog() {
    try (var store = SqliteStore.open(folder)) {
      store.events().append(one("run", 1));
    }

    assertThat(folder.resolve("gatehouse.db")).isNotEmptyFile();
    assertThat(folder.resolve("gatehouse.db-wal")).doesNotExist();
  }

  @Test
  void interruptedCallerLearnsTheOutcomeAndKeepsItsMark() {
    try (var store = SqliteStore.open(folder)) {
      Thread.currentThread().interrupt();

      var outcome = store.events().append(one("run", 1));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(outcome).isEqualTo(new Outcome.Appended());
      assertThat(store.events().read("run", 0, 10)).hasSize(1);
    }
  }

  @Test
  void unusableFolderIsNamed() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void damagedDatabaseIsNamedAndTheFolderLetGo() throws IOException {
    Files.writeString(folder.resolve("gatehouse.db"), "this is no database".repeat(1_000));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> SqliteStore.open(folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("not a database");
    }
  }

  @Test
  void storeOfANewerReleaseIsLeftAlone() throws SQLException {
    SqliteStore.open(folder).close();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gatehouse.db"));
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer Gatehouse");
  }

  @Test
  void damagedBlobIsNotHandedOut() throws IOException {
    try (var store = SqliteStore.open(folder)) {
      var digest = store.blobs().put("abc".getBytes(UTF_8));
      var file =
          folder.resolve("blobs").resolve(digest.substring(0, 2)).resolve(digest.substring(2));
      Files.writeString(file, "abd");

      assertThatThrownBy(() -> store.blobs().find(digest))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void whatACrashLeftUnfinishedIsRemoved() throws IOException {
    SqliteStore.open(folder).close();
    var leftover = Files.createFile(folder.resolve("blobs/unfinished/blob123"));

    SqliteStore.open(folder).close();

    assertThat(leftover).doesNotExist();
  }

  @Test
  void versionInTheCodeIsThatOfTheNewestMigration() throws IOException {
    var migrations = SqliteStoreTest.class.getResource("schema");
    try (var files = Files.list(Path.of(URI.create(String.valueOf(migrations))))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(Database.SCHEMA_VERSION)
          .anyMatch(name -> name.startsWith("V" + Database.SCHEMA_VERSION + "__"));
    }
  }
}
