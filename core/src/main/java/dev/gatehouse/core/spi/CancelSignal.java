package dev.gatehouse.core.spi;

/// Tells work in progress that nobody wants it any more.
public interface CancelSignal {

  /// A signal that never comes.
  CancelSignal NEVER =
      new CancelSignal() {
        @Override
        public boolean cancelled() {
          return false;
        }

        @Override
        public Registration onCancel(Runnable action) {
          return () -> {};
        }
      };

  /// {@return whether the signal has come}
  boolean cancelled();

  /// Runs an action once when the signal comes, at once if it has come already. The action must be
  /// short and must not throw: it closes a socket, interrupts a thread, kills a process.
  Registration onCancel(Runnable action);

  /// An action that waits for the signal; closing it forgets the action.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
