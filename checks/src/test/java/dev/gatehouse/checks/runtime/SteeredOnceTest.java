package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A message that steers a run, sent again by a client that never heard whether it arrived.
final class SteeredOnceTest {

  @Test
  void messageThatCameBeforeACrashIsNotHeardTwice() throws InterruptedException {
    InMemoryStore store = new InMemoryStore();
    String session;
    String run;
    Admit steering;
    try (Desk desk = desk(store)) {
      session = desk.session();
      run = desk.run(session, "begin");
      RunSpec spec =
          desk.spec(session, RunSpec.Kind.CHAT, RunLimits.STANDARD, Message.user("and more"));
      steering = new Admit(spec, WhenBusy.STEER, Admit.History.SERVER);

      assertThat(desk.runtime().post(session, steering)).isEqualTo(new Admit.Admitted.Steered(run));
      assertThat(desk.runtime().post(session, steering)).isEqualTo(new Admit.Admitted.Heard(run));
    }

    try (Desk desk = desk(store)) {
      assertThat(desk.runtime().post(session, steering)).isEqualTo(new Admit.Admitted.Heard(run));
      assertThat(steered(store, run)).isEqualTo(1);
    }
  }

  private static long steered(InMemoryStore store, String run) {
    return store.events().read(run, 0, 500).stream()
        .filter(entry -> entry.type().equals("run_steered"))
        .count();
  }

  /// With a model that is busy for long.
  private static Desk desk(InMemoryStore store) {
    Turn slow = Turn.waits(Duration.ofMinutes(1)).thenSays("done");
    return Desk.with(store, ScriptedModel.of(slow, slow), List.of(), Optional.empty());
  }
}
