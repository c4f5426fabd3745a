package dev.gatehouse.adapters.sqlite;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// A few platform threads that do for virtual ones what must not run on them: SQLite and file I/O
/// would hold a carrier thread and stall every other virtual thread.
final class Workers implements AutoCloseable {

  private static final int WAITING_TASKS = 1_024;

  private final BoundedQueue<Task<?>> queue = new BoundedQueue<>(WAITING_TASKS);
  private final List<Thread> threads;

  Workers(String name, int size) {
    threads =
        IntStream.range(0, size)
            .mapToObj(i -> Thread.ofPlatform().daemon().name(name + "-" + i).start(this::work))
            .toList();
  }

  /// Does the work on one of the threads and waits for it.
  ///
  /// @param task what it is, as it reads after "the store could not"
  <T> T call(String task, Callable<T> work) {
    var reply = new Reply<T>(task);
    if (!queue.put(new Task<>(work, reply))) {
      reply.fail(new IllegalStateException("it is closed"));
    }
    return reply.await();
  }

  /// Finishes what waits and ends the threads.
  @Override
  public void close() {
    queue.close();
    threads.forEach(Threads::join);
  }

  private void work() {
    for (var next = queue.drain(1); !next.isEmpty(); next = queue.drain(1)) {
      next.getFirst().run();
    }
  }

  private record Task<T>(Callable<T> work, Reply<T> reply) {

    void run() {
      try {
        reply.succeed(work.call());
      } catch (Throwable e) { // the edge of the thread: whatever it is, the caller must hear of it
        reply.fail(e);
      }
    }
  }
}
