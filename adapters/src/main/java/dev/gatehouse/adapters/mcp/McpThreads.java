package dev.gatehouse.adapters.mcp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Starts the threads of this package: virtual ones to wait on sockets and on each other, platform
/// ones to read and write the pipes of child processes, which would hold a carrier.
///
/// Whoever starts one keeps it and sees to its end. What escapes a thread is logged.
final class McpThreads {

  private static final Logger LOG = System.getLogger(McpThreads.class.getName());

  private McpThreads() {}

  static Thread virtual(String name, Runnable task) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, task));
    thread.start();
    return thread;
  }

  static Thread platform(String name, Runnable task) {
    Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(name, task));
    thread.start();
    return thread;
  }

  private static void run(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error escaped) {
      LOG.log(Level.ERROR, "thread '" + name + "' died", escaped);
    }
  }

  /// Waits until a thread has ended or the time is over.
  static void join(Thread thread, java.time.Duration patience) {
    try {
      thread.join(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
