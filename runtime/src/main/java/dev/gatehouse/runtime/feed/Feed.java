package dev.gatehouse.runtime.feed;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The newest changes of state of runs, approvals and questions, in the order in which they became
/// durable.
///
/// It holds a bounded number of them and no queue per reader: a reader holds the number of the one
/// it wants next, so that a slow one lags only itself. Whoever lags too far, or comes from another
/// process, catches up from the store, which knows the newest state of everything.
///
/// The lock is held for moments and never across I/O.
public final class Feed {

  private static final int MAX_CHANGES = 4_096;

  /// How many UTF-16 units the changes that are kept may have together.
  private static final int MAX_UNITS = 16 << 20;

  private static final Set<String> TOLD = Set.of(Rows.RUN, Rows.APPROVAL, Rows.QUESTION);
  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Row> changes = new HashMap<>();
  private final Map<String, String> running = new HashMap<>();
  private final List<FeedReader> readers = new ArrayList<>();
  private final String boot;
  private long end = 1;
  private int units;

  /// A feed without changes.
  ///
  /// @param boot what tells this process from those before it
  public Feed(String boot) {
    this.boot = boot;
  }

  /// Whose changes somebody may see.
  ///
  /// @param tenant of this tenant only
  /// @param owner of this owner only
  public record Scope(Optional<String> tenant, Optional<String> owner) {

    boolean covers(Row row) {
      return tenant.filter(it -> !it.equals(row.tenant())).isEmpty()
          && owner.filter(it -> !it.equals(row.owner())).isEmpty();
    }
  }

  /// Tells of rows that have become durable: of those that stand for another state than before.
  public void publish(List<Row> rows) {
    lock.lock();
    try {
      for (Row row : rows) {
        if (TOLD.contains(row.kind()) && isNews(row)) {
          add(row);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// A run's row is written more often than its status changes; the others are not.
  private boolean isNews(Row row) {
    if (!row.kind().equals(Rows.RUN)) {
      return true;
    }
    if (ENDED.contains(row.status())) {
      running.remove(row.id());
      return true;
    }
    return !row.status().equals(running.put(row.id(), row.status()));
  }

  private void add(Row row) {
    long number = end;
    changes.put(number, row);
    end++;
    units += row.body().length();
    while (changes.size() > MAX_CHANGES || units > MAX_UNITS) {
      Row oldest = changes.remove(end - changes.size());
      units -= oldest == null ? 0 : oldest.body().length();
    }
    readers.forEach(reader -> reader.offered(number, row));
  }

  /// Opens a reader.
  ///
  /// @param from after which place it wants to hear
  public FeedReader open(Scope scope, FeedPlace from, EventStore store) {
    lock.lock();
    try {
      FeedReader reader = new FeedReader(this, scope, store, lock.newCondition());
      reader.resume(from);
      readers.add(reader);
      return reader;
    } finally {
      lock.unlock();
    }
  }

  /// {@return the place after all that was told up to now}
  public FeedPlace here(Instant now) {
    lock.lock();
    try {
      return FeedPlace.at(boot, end, now);
    } finally {
      lock.unlock();
    }
  }

  void leave(FeedReader reader) {
    lock.lock();
    try {
      readers.remove(reader);
    } finally {
      lock.unlock();
    }
  }

  ReentrantLock lock() {
    return lock;
  }

  String boot() {
    return boot;
  }

  /// {@return the number of the next change. Guarded by the lock}
  long end() {
    return end;
  }

  /// {@return whether the changes from a number on are all here. Guarded by the lock}
  boolean reaches(long number) {
    return number >= end - changes.size() && number <= end;
  }

  /// {@return a change that is here. Guarded by the lock}
  Row change(long number) {
    return Objects.requireNonNull(changes.get(number), "change " + number);
  }
}
