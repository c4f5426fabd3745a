package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store that cannot write for a while.
final class FullDisk implements EventStore {

  private final EventStore store;
  private volatile int refusals;

  FullDisk(EventStore store) {
    this.store = store;
  }

  /// Refuses the next so many commits.
  void refuse(int commits) {
    refusals = commits;
  }

  @Override
  public synchronized Outcome append(Commit commit) {
    if (refusals > 0) {
      refusals--;
      throw new StoreException("the disk is full", new IOException("no space left"));
    }
    return store.append(commit);
  }

  @Override
  public List<Entry> read(String stream, long afterSeq, int limit) {
    return store.read(stream, afterSeq, limit);
  }

  @Override
  public List<Entry> readTree(String root, long afterPos, int limit) {
    return store.readTree(root, afterPos, limit);
  }

  @Override
  public Cost balance(String ledger) {
    return store.balance(ledger);
  }

  @Override
  public List<Row> rows(RowQuery query) {
    return store.rows(query);
  }

  @Override
  public List<Row> changed(ChangeQuery query) {
    return store.changed(query);
  }

  @Override
  public Map<String, Long> counts(RowQuery query) {
    return store.counts(query);
  }

  @Override
  public Optional<Row> row(String kind, String id) {
    return store.row(kind, id);
  }

  @Override
  public void forget(String root) {
    store.forget(root);
  }

  @Override
  public void forgetRows(String kind, List<String> ids) {
    store.forgetRows(kind, ids);
  }

  @Override
  public void probe() {
    store.probe();
  }

  @Override
  public void close() {
    store.close();
  }
}
