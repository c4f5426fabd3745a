package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.approval.Waiters.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WaitersTest {

  private static final Event END = new RunEvent.RunPaused("somebody");

  private final Waiters waiters = new Waiters();

  @Test
  void whoLeavesTakesNobodyElseAlong() throws InterruptedException {
    try (Wait stays = waiters.expect("run_1")) {
      waiters.expect("run_1").close();

      waiters.happened("run_1", END);

      assertThat(stays.await(Duration.ZERO)).contains(END);
    }
  }

  @Test
  void allWhoWaitHearOfIt() throws InterruptedException {
    try (Wait one = waiters.expect("run_1");
        Wait other = waiters.expect("run_1")) {

      waiters.happened("run_1", END);

      assertThat(one.await(Duration.ZERO)).contains(END);
      assertThat(other.await(Duration.ZERO)).contains(END);
    }
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsForgotten() throws InterruptedException {
    try (Wait one = waiters.expect("run_1");
        Wait _ = waiters.expect("run_1")) {
      assertThat(one.await(Duration.ZERO)).isEmpty();
    }

    assertThat(waiters.expected()).isZero();
  }

  @Test
  void whoWaitsAgainIsNotForgottenByOneOfBefore() throws InterruptedException {
    Wait before = waiters.expect("run_1");
    waiters.happened("run_1", END);
    try (Wait again = waiters.expect("run_1")) {
      before.close();

      waiters.happened("run_1", END);

      assertThat(again.await(Duration.ZERO)).contains(END);
    }
  }
}
