package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StopKeyTest {

  private final StopKey key = new StopKey();
  private int cancels;

  /// An answer that only counts how often it is stopped.
  private final class Silent implements LiveAnswer {

    @Override
    public String run() {
      return "run_1";
    }

    @Override
    public Optional<Shown> next(Duration patience) {
      return Optional.empty();
    }

    @Override
    public void choose(String question, String choice) {}

    @Override
    public Optional<String> decide(Shown.ApprovalWanted wanted, Word word) {
      return Optional.empty();
    }

    @Override
    public void cancel() {
      cancels++;
    }

    @Override
    public Json record() {
      return Json.NULL;
    }

    @Override
    public void close() {}
  }

  @Test
  void firstPressStopsTheAnswer() {
    key.asked();
    key.answering(new Silent());
    key.press();

    assertThat(cancels).isOne();
    assertThat(key.answered()).isFalse();
  }

  @Test
  void pressBeforeTheAnswerBeginsStopsItToo() {
    key.asked();
    key.press();
    key.answering(new Silent());

    assertThat(cancels).isOne();
    assertThat(key.answered()).isFalse();
  }

  @Test
  void pressAfterTheAnswerMeansNothing() {
    key.press();
    key.asked();
    key.answering(new Silent());
    assertThat(key.answered()).isFalse();
    key.press();
    key.press();

    assertThat(cancels).isZero();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void secondPressLeavesAndInterruptsNothingAfterwards() {
    key.asked();
    key.answering(new Silent());
    key.press();
    key.press();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(key.answered()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }
}
