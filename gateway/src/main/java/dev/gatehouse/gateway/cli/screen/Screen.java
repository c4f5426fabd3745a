package dev.gatehouse.gateway.cli.screen;

import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.time.Duration;
import java.util.Optional;

/// Shows an answer to a person. Used by one thread.
public interface Screen {

  /// How often a screen may move something while nothing comes.
  Duration TICK = Duration.ofMillis(100);

  /// Shows one bit.
  void show(Shown shown);

  /// A moment passed in which nothing came.
  void tick();

  /// Whoever can be asked while an answer comes.
  interface Person {

    /// {@return one of the choices; empty when there is no answer}
    Optional<String> choose(Shown.Asked asked);

    /// {@return their word on a call; empty to leave it to others}
    Optional<LiveAnswer.Word> allow(Shown.ApprovalWanted wanted);
  }

  /// Shows an answer to its end.
  default Shown.Ended follow(LiveAnswer answer, Person person) throws InterruptedException {
    while (true) {
      var bit = answer.next(TICK);
      bit.ifPresentOrElse(this::show, this::tick);
      if (bit.isPresent()) {
        if (bit.get() instanceof Shown.Ended ended) {
          return ended;
        }
        ask(answer, person, bit.get());
      }
    }
  }

  private void ask(LiveAnswer answer, Person person, Shown shown) {
    if (shown instanceof Shown.Asked asked) {
      person.choose(asked).ifPresent(choice -> answer.choose(asked.question(), choice));
    }
    if (shown instanceof Shown.ApprovalWanted wanted) {
      person
          .allow(wanted)
          .flatMap(word -> answer.decide(wanted, word))
          .ifPresent(why -> show(new Shown.Noted(why)));
    }
  }
}
