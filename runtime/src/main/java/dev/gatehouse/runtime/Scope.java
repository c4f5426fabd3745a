package dev.gatehouse.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Owns the virtual threads that work for somebody: it names them, records what escapes them, and
/// interrupts and joins those that are left when it closes.
public final class Scope implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Scope.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// Runs a task on a virtual thread of its own.
  ///
  /// @return the thread, already started
  /// @throws ScopeClosedException when it is too late
  public Thread fork(String name, Runnable task) {
    if (closed) {
      throw new ScopeClosedException(name);
    }
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, task));
    threads.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt(); // whoever closed it may have passed by already
    }
    return thread;
  }

  private void run(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error escaped) {
      LOG.log(Level.ERROR, "thread '" + name + "' died", escaped);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /// {@return how many threads are at work}
  public int size() {
    return threads.size();
  }

  /// Waits for those that are left also when the caller is interrupted, which it stays.
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= join(thread, deadline);
    }
    if (!threads.isEmpty()) {
      LOG.log(Level.WARNING, "{0} threads did not stop within {1}", threads.size(), PATIENCE);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// {@return whether the caller was interrupted}
  private static boolean join(Thread thread, long deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        return interrupted;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }
}
