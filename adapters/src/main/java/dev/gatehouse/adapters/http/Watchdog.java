package dev.gatehouse.adapters.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One thread that ends calls which have gone silent, however many there are.
///
/// Readers block in a socket without a time limit and only note when they last heard something,
/// which costs one write. The watchdog sleeps until the earliest moment at which a call could be
/// overdue and looks again. A platform thread, because it must run while every virtual thread is
/// stuck.
final class Watchdog implements AutoCloseable {

  private static final long SHORTEST_NAP = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_NAP = TimeUnit.SECONDS.toNanos(60);

  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final Thread thread;
  private boolean poked;
  private volatile boolean closed;

  private Watchdog() {
    thread =
        Thread.ofPlatform().daemon().name("gatehouse-upstream-watchdog").unstarted(this::patrol);
  }

  /// Starts a watchdog.
  static Watchdog open() {
    var dog = new Watchdog();
    dog.thread.start();
    return dog;
  }

  /// Watches a call until the watch is closed.
  ///
  /// @param end ends the call; short, and never throws
  Watch watch(Duration stall, Duration whole, Runnable end) {
    var watch = new Watch(this, stall, whole, end);
    watches.add(watch);
    lookSooner();
    return watch;
  }

  /// {@return how many calls are watched}
  int watched() {
    return watches.size();
  }

  void forget(Watch watch) {
    watches.remove(watch);
  }

  void lookSooner() {
    lock.lock();
    try {
      poked = true;
      sooner.signal();
    } finally {
      lock.unlock();
    }
  }

  private void patrol() {
    while (!closed) {
      nap(round());
    }
  }

  private long round() {
    long now = System.nanoTime();
    long earliest = LONGEST_NAP;
    for (var each = watches.iterator(); each.hasNext(); ) {
      long remaining = each.next().remaining(now);
      if (remaining <= 0) {
        each.remove();
      } else {
        earliest = Math.min(earliest, remaining);
      }
    }
    return Math.max(earliest, SHORTEST_NAP);
  }

  private void nap(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!poked && !closed && left > 0) {
        left = sooner.awaitNanos(left);
      }
      poked = false;
    } catch (InterruptedException e) {
      // Only close() interrupts us, and it has set the flag that ends the patrol.
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    lookSooner();
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException e) {
      // The thread ends by itself; whoever wants us gone need not wait for it.
      Thread.currentThread().interrupt();
    }
  }
}
