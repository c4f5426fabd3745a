package dev.gatehouse.checks.store;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Appends to streams of its own for ever and prints every event that was acknowledged, until it is
/// killed.
final class AppendingProgram {

  static final int STREAMS = 4;

  private AppendingProgram() {}

  /// @param arguments the data folder
  static void main(String[] arguments) throws InterruptedException {
    var store = SqliteStore.open(Path.of(arguments[0]));
    var writers = new Thread[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      var stream = "run_" + i;
      writers[i] = Thread.ofPlatform().start(() -> append(store.events(), stream));
    }
    for (var writer : writers) {
      writer.join();
    }
  }

  private static void append(EventStore store, String stream) {
    var existing = store.read(stream, 0, Integer.MAX_VALUE);
    for (long seq = existing.size() + 1L; ; seq++) {
      var outcome = store.append(commit(stream, seq));
      if (!(outcome instanceof Outcome.Appended)) {
        throw new IllegalStateException("event " + seq + " of '" + stream + "': " + outcome);
      }
      System.out.println(stream + " " + seq);
    }
  }

  private static Commit commit(String stream, long seq) {
    var entry = new Entry(stream, seq, seq, Instant.EPOCH, 1, "counted", "{\"n\":" + seq + "}");
    var debit = new Debit("ledger/" + stream, stream, new Cost(1), Optional.empty());
    return new Commit(
        List.of(new Append(stream, stream, List.of(entry))), List.of(debit), List.of());
  }
}
