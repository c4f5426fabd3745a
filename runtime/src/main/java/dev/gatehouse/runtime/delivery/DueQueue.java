package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.Delivery.Address;
import dev.gatehouse.core.delivery.Delivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Which delivery is next. To each place one at a time is made, the oldest first, so that a place
/// that does not answer holds up nobody else and one that comes back is not overrun.
///
/// For any number of threads.
final class DueQueue {

  /// The most deliveries that are made at a time.
  static final int MAX_AT_ONCE = 16;

  private static final Duration LONGEST_NAP = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Due> waiting = new LinkedHashMap<>();
  private final Map<String, String> claimed = new HashMap<>();
  private boolean closed;

  DueQueue(InstantSource clock) {
    this.clock = clock;
  }

  /// A delivery in the queue.
  ///
  /// @param place what it shares with other deliveries to the same receiver
  record Due(String id, String place, Instant created, Instant at) {

    private static Due of(Delivery delivery) {
      String place =
          switch (delivery.address()) {
            case Address.Named(String name) -> "named " + name;
            case Address.Callback(String url) ->
                "host " + url.replaceFirst("^\\w+://([^/?#]*).*", "$1");
          };
      return new Due(delivery.id(), place, delivery.created(), delivery.progress().due());
    }

    Due postponed(Instant later) {
      return new Due(id, place, created, later);
    }

    private boolean isBefore(Due other) {
      return created.isBefore(other.created);
    }
  }

  /// Puts a delivery in its place, or takes it out when it is not pending.
  void add(Delivery delivery) {
    locked(() -> {
      if (delivery.status() == Status.PENDING) {
        waiting.put(delivery.id(), Due.of(delivery));
      } else {
        waiting.remove(delivery.id());
      }
    });
  }

  /// Puts a delivery back as it was, but for the time.
  void putBack(Due due) {
    locked(() -> waiting.put(due.id(), due));
  }

  /// Waits until a delivery is due and may be made; it is claimed then.
  ///
  /// @return nothing when the queue is closed
  Optional<Due> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Optional<Due> next = claimed.size() < MAX_AT_ONCE ? ready() : Optional.empty();
        if (next.isPresent()) {
          Due due = next.get();
          waiting.remove(due.id());
          claimed.put(due.id(), due.place());
          return next;
        }
        var _ = changed.await(nap(), TimeUnit.NANOSECONDS);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Due> ready() {
    Instant now = clock.instant();
    Set<String> busy = new HashSet<>(claimed.values());
    Optional<Due> best = Optional.empty();
    for (Due due : waiting.values()) {
      boolean may = !due.at().isAfter(now) && !busy.contains(due.place()) && !isClaimed(due.id());
      if (may && (best.isEmpty() || due.isBefore(best.get()))) {
        best = Optional.of(due);
      }
    }
    return best;
  }

  private boolean isClaimed(String id) {
    return claimed.containsKey(id);
  }

  private long nap() {
    Instant now = clock.instant();
    return waiting.values().stream()
        .map(due -> Duration.between(now, due.at()))
        .filter(Duration::isPositive)
        .min(Duration::compareTo)
        .filter(wait -> wait.compareTo(LONGEST_NAP) < 0)
        .orElse(LONGEST_NAP)
        .toNanos();
  }

  /// Claims a delivery whether it is due or not.
  ///
  /// @return whether it was free
  boolean claim(String id) {
    lock.lock();
    try {
      return claimed.putIfAbsent(id, "") == null;
    } finally {
      lock.unlock();
    }
  }

  /// Gives a claim back.
  void release(String id) {
    locked(() -> claimed.remove(id));
  }

  /// Looks at the clock again.
  void wake() {
    locked(() -> {});
  }

  /// Waits until nothing is due and nothing is being made.
  ///
  /// @return whether it came to that in time
  boolean settle(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!isSettled() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return isSettled();
    } finally {
      lock.unlock();
    }
  }

  private boolean isSettled() {
    Instant now = clock.instant();
    return claimed.isEmpty() && waiting.values().stream().allMatch(due -> due.at().isAfter(now));
  }

  /// {@return how many deliveries are pending}
  int size() {
    lock.lock();
    try {
      return waiting.size() + claimed.size();
    } finally {
      lock.unlock();
    }
  }

  /// Lets nothing be taken any more.
  void close() {
    locked(() -> closed = true);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
