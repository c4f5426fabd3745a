package dev.gatehouse.adapters.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether a server can be reached, for those who want to call it. For any number of threads.
final class Reachability {

  private static final String STARTING = "it is starting";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private State state = new State.Coming(STARTING);

  /// What is known.
  private sealed interface State {
    record Coming(String why) implements State {}

    record Here(McpConnection connection) implements State {}

    record Away(String why, long untilNanos) implements State {}

    record Closed() implements State {}
  }

  /// It is tried, or tried again. Why it was away stays known until it is here: most of those who
  /// ask would otherwise learn nothing, of a server that takes long to fail.
  void coming() {
    lock.lock();
    try {
      become(new State.Coming(trouble().orElse(STARTING)));
    } finally {
      lock.unlock();
    }
  }

  void here(McpConnection connection) {
    become(new State.Here(connection));
  }

  void away(String why, Duration pause) {
    become(new State.Away(why, System.nanoTime() + pause.toNanos()));
  }

  void close() {
    become(new State.Closed());
  }

  private void become(State other) {
    lock.lock();
    try {
      if (!(state instanceof State.Closed)) {
        state = other;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return state instanceof State.Closed;
    } finally {
      lock.unlock();
    }
  }

  /// {@return why it is out of reach}
  Optional<String> trouble() {
    lock.lock();
    try {
      return switch (state) {
        case State.Here _ -> Optional.empty();
        case State.Coming coming -> Optional.of(coming.why());
        case State.Away away -> Optional.of(away.why());
        case State.Closed _ -> Optional.of("the gateway is closing");
      };
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a living connection, unless it is known that none will come in that time.
  Optional<McpConnection> connection(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        if (state instanceof State.Here(McpConnection connection) && !connection.isOver()) {
          return Optional.of(connection);
        }
        boolean hopeless =
            state instanceof State.Closed
                || (state instanceof State.Away away && away.untilNanos() - deadline > 0);
        long left = deadline - System.nanoTime();
        if (hopeless || left <= 0) {
          return Optional.empty();
        }
        news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
