package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What Ctrl-C and other wishes to leave mean for a run that nobody watches: it ends for good,
/// unless what it did is kept, so that the same command can go on with it.
final class Leaving implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 5;

  private final LiveAnswer answer;
  private final Kept kept;
  private final PrintStream notes;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtExit hook;

  /// Whether there is anything to go on with.
  enum Kept {
    FOR_LATER,
    NO_MORE
  }

  private Leaving(LiveAnswer answer, Kept kept, PrintStream notes) {
    this.answer = answer;
    this.kept = kept;
    this.notes = notes;
    this.hook = AtExit.run("gatehouse-leave", this::leave);
  }

  static Leaving of(LiveAnswer answer, Kept kept, PrintStream notes) {
    return new Leaving(answer, kept, notes);
  }

  private void leave() {
    switch (kept) {
      case FOR_LATER -> {
        answer.close();
        notes.println();
        notes.println("stopped: the same command goes on with " + answer.run());
      }
      case NO_MORE -> {
        answer.cancel();
        await();
      }
    }
    notes.flush();
  }

  /// The run says itself that it was cancelled.
  private void await() {
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        notes.println("stopped: run " + answer.run() + " was told to end");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    hook.close();
  }
}
