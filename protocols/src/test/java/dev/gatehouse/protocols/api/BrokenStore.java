package dev.gatehouse.protocols.api;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A store that cannot write for a while.
record BrokenStore(EventStore store, AtomicBoolean full) implements EventStore {

  private void requireRoom() {
    if (full.get()) {
      throw new StoreException("cannot write", new IOException("no space left on device"));
    }
  }

  @Override
  public Outcome append(Commit commit) {
    requireRoom();
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
  public Map<String, Long> counts(RowQuery query) {
    return store.counts(query);
  }

  @Override
  public List<Row> changed(ChangeQuery query) {
    return store.changed(query);
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
    requireRoom();
    store.probe();
  }

  @Override
  public void close() {
    store.close();
  }
}
