package dev.gatehouse.adapters.sqlite;

import static dev.gatehouse.testkit.contract.StoreSamples.append;
import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.debit;
import static dev.gatehouse.testkit.contract.StoreSamples.entry;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static dev.gatehouse.testkit.contract.StoreSamples.row;
import static dev.gatehouse.testkit.contract.StoreSamples.several;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room, made by SQLite's own limit on the pages of a database.
class DiskFullTest {

  private static final int PLENTY = 1_000_000;
  private static final String LARGE = "x".repeat(2_000_000);

  private final AtomicInteger pages = new AtomicInteger(PLENTY);

  @TempDir private Path folder;

  @Test
  void commitThatFindsNoRoomIsNotKeptInPart() {
    try (var store = open(60)) {
      var large = append("run_1", "run_1", entry("run_1", 1), entry("run_1", 2, LARGE));
      var commit = new Commit(List.of(large), List.of(debit("run/1", 5)), List.of(row("run_1", 0)));

      assertThatThrownBy(() -> store.events().append(commit))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
          .hasMessageContaining("full");

      assertThat(store.events().read("run_1", 0, 10)).isEmpty();
      assertThat(store.events().balance("run/1")).isEqualTo(Cost.ZERO);
      assertThat(store.events().row("run", "run_1")).isEmpty();
    }
  }

  @Test
  void committerSurvivesAndWorksAgainWhenThereIsRoom() {
    try (var store = open(60)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> store.events().append(large("run_1", 1)))
            .isInstanceOf(StoreException.class);
      }
      assertThat(store.events().append(one("small", 1))).isEqualTo(new Outcome.Appended());

      pages.set(PLENTY);
      assertThatThrownBy(() -> store.events().append(large("run_1", 1)))
          .isInstanceOf(StoreException.class);

      assertThat(store.events().append(large("run_1", 1))).isEqualTo(new Outcome.Appended());
    }
  }

  @Test
  void readsGoOnWhileNothingCanBeWritten() {
    try (var store = open(PLENTY)) {
      store.events().append(several("run_1", 1, 3));
    }
    try (var store = open(1)) {
      assertThatThrownBy(() -> store.events().append(large("run_1", 4)))
          .isInstanceOf(StoreException.class);

      assertThat(store.events().read("run_1", 0, 10)).hasSize(3);
      assertThat(store.events().readTree("run_1", 0, 10)).hasSize(3);
    }
  }

  @Test
  void everyoneWhoWaitsHearsOfIt() {
    try (var store = open(60);
        var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes =
          IntStream.range(0, 16)
              .mapToObj(i -> crowd.submit(() -> store.events().append(large("run_" + i, 1))))
              .toList();

      assertThat(outcomes)
          .allSatisfy(
              outcome -> assertThatThrownBy(outcome::get).hasCauseInstanceOf(StoreException.class));
      assertThat(store.events().readTree("run_0", 0, 10)).isEmpty();
      store.events().probe();
    }
  }

  private SqliteStore open(int most) {
    pages.set(most);
    return SqliteStore.open(
        folder,
        connector ->
            () -> {
              var statements = connector.connect();
              statements.of("PRAGMA max_page_count = " + pages.get()).execute();
              return statements;
            });
  }

  private static Commit large(String stream, long seq) {
    return commit(append(stream, stream, entry(stream, seq, LARGE)));
  }
}
