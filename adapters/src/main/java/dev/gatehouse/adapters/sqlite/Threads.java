package dev.gatehouse.adapters.sqlite;

/// How this package waits for a thread of its own to end.
final class Threads {

  private Threads() {}

  /// Waits until the thread has ended, however often the caller is interrupted meanwhile; it keeps
  /// the mark.
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
