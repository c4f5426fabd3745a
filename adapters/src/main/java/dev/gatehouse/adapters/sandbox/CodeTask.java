package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.CancelSignal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A program in the background.
final class CodeTask {

  private final String session;
  private final CodeRun run;
  private final Stop stop = new Stop();
  private final long begun = System.nanoTime();
  private volatile CodeRun.@Nullable Result result;
  private volatile @Nullable String broken;

  CodeTask(String session, CodeRun run) {
    this.session = session;
    this.run = run;
  }

  String session() {
    return session;
  }

  CodeRun run() {
    return run;
  }

  CancelSignal signal() {
    return stop;
  }

  void cancel() {
    stop.pull();
  }

  void ended(CodeRun.Result how) {
    result = how;
  }

  void broke(String why) {
    broken = why;
  }

  Optional<CodeRun.Result> result() {
    return Optional.ofNullable(result);
  }

  /// {@return why it could not be run, if it could not}
  Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  /// The signal of one program, which has one listener.
  private static final class Stop implements CancelSignal {

    private @Nullable Runnable listener;
    private boolean pulled;

    void pull() {
      Optional<Runnable> action;
      synchronized (this) {
        pulled = true;
        action = Optional.ofNullable(listener);
        listener = null;
      }
      action.ifPresent(Runnable::run);
    }

    @Override
    public synchronized boolean cancelled() {
      return pulled;
    }

    @Override
    public Registration onCancel(Runnable action) {
      synchronized (this) {
        if (!pulled) {
          listener = action;
          return this::forget;
        }
      }
      action.run();
      return this::forget;
    }

    private synchronized void forget() {
      listener = null;
    }
  }
}
