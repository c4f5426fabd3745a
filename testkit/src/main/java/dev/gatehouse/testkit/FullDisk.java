package dev.gatehouse.testkit;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store that cannot write for a while: for so many commits, or until there is room again. It can
/// be read meanwhile.
public final class FullDisk implements EventStore {

  private final EventStore store;
  private int refusals;
  private boolean full;

  /// A disk with room.
  public FullDisk(EventStore store) {
    this.store = store;
  }

  /// Refuses the next so many commits.
  public synchronized void refuse(int commits) {
    refusals = commits;
  }

  /// Refuses everything from now on.
  public synchronized void fill() {
    full = true;
  }

  /// Has room again.
  public synchronized void free() {
    full = false;
    refusals = 0;
  }

  private synchronized void requireRoom() {
    if (full || refusals > 0) {
      refusals = Math.max(0, refusals - 1);
      throw new StoreException("the disk is full", new IOException("no space left on device"));
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
  public synchronized void probe() {
    if (full) {
      throw new StoreException("the disk is full", new IOException("no space left on device"));
    }
    store.probe();
  }

  @Override
  public void close() {
    store.close();
  }
}
