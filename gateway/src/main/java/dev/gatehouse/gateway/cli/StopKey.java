package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import java.util.Optional;

/// What Ctrl-C means while nobody reads a line: the first stops the answer that is being given or
/// about to be given, the second leaves. When there is none it means nothing, since whoever pressed
/// it wanted an answer to stop that has ended by itself in the same moment.
///
/// The talking thread says what it does; any thread may press.
final class StopKey {

  private final Thread talker = Thread.currentThread();
  private Optional<LiveAnswer> answer = Optional.empty();
  private boolean answering;
  private int presses;

  /// Somebody presses it.
  void press() {
    Optional<LiveAnswer> stopped = Optional.empty();
    synchronized (this) {
      if (answering && ++presses == 1) {
        stopped = answer;
      } else if (answering) {
        talker.interrupt();
      }
    }
    stopped.ifPresent(LiveAnswer::cancel);
  }

  /// Something is asked.
  synchronized void asked() {
    answering = true;
    presses = 0;
  }

  /// The answer begins.
  void answering(LiveAnswer begun) {
    boolean unwanted;
    synchronized (this) {
      answer = Optional.of(begun);
      unwanted = presses > 0;
    }
    if (unwanted) {
      begun.cancel();
    }
  }

  /// The answer is over.
  ///
  /// @return whether it was pressed so often that the talk is over too
  synchronized boolean answered() {
    answering = false;
    answer = Optional.empty();
    boolean leaves = presses > 1;
    if (leaves) {
      var _ = Thread.interrupted(); // which the second press may have left
    }
    return leaves;
  }
}
