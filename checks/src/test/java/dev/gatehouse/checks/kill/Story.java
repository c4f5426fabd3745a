package dev.gatehouse.checks.kill;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One conversation, with whoever follows it.
///
/// @param name what it is called in its own text
record Story(String name, String session, String token, String run, Listener listener) {

  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(50);

  boolean done() {
    return listener.done();
  }

  /// Follows it to its end, through every crash.
  void follow(String url, BooleanSupplier enough) {
    while (!done() && !enough.getAsBoolean()) {
      listener.listen(url, token, run);
      LockSupport.parkNanos(AGAIN);
    }
  }
}
