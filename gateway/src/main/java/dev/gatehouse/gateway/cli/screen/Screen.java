package dev.gatehouse.gateway.cli.screen;

import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.time.Duration;

/// Shows an answer to a person. Used by one thread.
public interface Screen {

  /// How often a screen may move something while nothing comes.
  Duration TICK = Duration.ofMillis(100);

  /// Shows one bit.
  void show(Shown shown);

  /// A moment passed in which nothing came.
  void tick();

  /// Lets the person choose.
  interface Chooser {

    /// {@return one of the choices}
    String choose(Shown.Asked asked);
  }

  /// Shows an answer to its end.
  default Shown.Ended follow(LiveAnswer answer, Chooser chooser) throws InterruptedException {
    while (true) {
      var bit = answer.next(TICK);
      bit.ifPresentOrElse(this::show, this::tick);
      if (bit.isPresent()) {
        if (bit.get() instanceof Shown.Ended ended) {
          return ended;
        }
        if (bit.get() instanceof Shown.Asked asked) {
          answer.choose(asked.question(), chooser.choose(asked));
        }
      }
    }
  }
}
