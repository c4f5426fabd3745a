package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.RecordStore;

/// A whole store in memory, for tests. It is as strict as a durable one, and closing it forgets
/// nothing, so that a test can close and reopen it. Thread-safe.
public final class InMemoryStore implements AutoCloseable {

  private final EventStore events = new InMemoryEvents();
  private final RecordStore records = new InMemoryRecords();
  private final BlobStore blobs = new InMemoryBlobs();

  /// {@return the log, with rows and ledgers}
  public EventStore events() {
    return events;
  }

  /// {@return small facts by name}
  public RecordStore records() {
    return records;
  }

  /// {@return large values by digest}
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public void close() {}
}
