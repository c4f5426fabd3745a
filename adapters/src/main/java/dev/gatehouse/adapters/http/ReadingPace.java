package dev.gatehouse.adapters.http;

import java.util.concurrent.TimeUnit;

/// How fast a model speaks, and how long its reader may rest before it asks the network for more.
///
/// Every fragment that is read alone costs a thread's wake-up and a write to each client. Nobody
/// reads a hundred fragments a second one by one, so from that rate on the reader rests and takes
/// several at once. A slower model is heard without delay, and so is the beginning of every answer.
/// A burst is not held up either: what waits in the socket is read at once anyway. Used by the
/// thread that reads.
final class ReadingPace {

  /// What a fragment waits at most.
  static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(40);

  /// A reader rests only where it will find at least so many events.
  private static final int WORTH_A_REST = 4;

  /// So many events at once are a burst.
  private static final int BURST = 32;

  /// Over how long the rate is taken.
  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

  private long windowBegan;
  private int inWindow;
  private int unread;
  private boolean quick;
  private long rested;

  /// The pace of a stream that begins.
  ReadingPace(long now) {
    this.windowBegan = now;
    this.rested = now;
  }

  /// An event has come.
  void heard() {
    unread++;
  }

  /// All that has come was handed over.
  ///
  /// @return how many nanoseconds to rest, 0 for not at all
  long rest(long now) {
    inWindow += unread;
    boolean burst = unread >= BURST;
    unread = 0;
    long time = now - windowBegan;
    if (time >= WINDOW) {
      quick = inWindow * LONGEST_REST >= WORTH_A_REST * time;
      windowBegan = now;
      inWindow = 0;
    }
    long rest = quick && !burst ? Math.max(0, LONGEST_REST - (now - rested)) : 0;
    rested = now + rest;
    return rest;
  }
}
