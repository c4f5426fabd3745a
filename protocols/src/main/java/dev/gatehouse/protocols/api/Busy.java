package dev.gatehouse.protocols.api;

import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Hold;
import dev.gatehouse.core.session.Admission;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Admit.Admitted;
import dev.gatehouse.runtime.seat.Changes;
import java.time.Duration;

/// What happens to a message while another one is being answered.
///
/// Clients of the Python package stop a run by closing its stream. So a message that says nothing
/// about the matter takes the place of a run that was started over chat, whose client has left, at
/// which nobody else ever looked, and which waits for nobody.
final class Busy {

  /// How long a client's leaving may take to be noticed when its next message is faster.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration STEP = Duration.ofMillis(10);

  private final ApiWorld world;

  Busy(ApiWorld world) {
    this.world = world;
  }

  /// {@return what the client wants, or else what is the agent's habit}
  WhenBusy rule(RunSpec spec, ChatOrder order) {
    return order
        .whenBusy()
        .or(() ->
            world
                .runtime()
                .catalog()
                .agent(spec.agent().name())
                .flatMap(agent -> agent.habits().whenBusy()))
        .orElse(WhenBusy.REJECT);
  }

  Admitted admit(RunSpec spec, ChatOrder order, Admit.Sent sent) throws InterruptedException {
    AgentRuntime runtime = world.runtime();
    WhenBusy rule = rule(spec, order);
    Admitted admitted = runtime.post(spec.session(), new Admit(spec, rule, order.history(), sent));
    if (order.whenBusy().isEmpty()
        && admitted instanceof Admitted.Refused(Admission.Busy(String active))
        && isAbandoned(spec.session(), active)) {
      return runtime.post(spec.session(), new Admit(spec, WhenBusy.INTERRUPT, order.history()));
    }
    return admitted;
  }

  private boolean isAbandoned(String session, String run) throws InterruptedException {
    boolean waits =
        world
            .runtime()
            .post(session, new Changes.LookAt(run))
            .filter(state -> !state.ended())
            .map(Busy::waits)
            .orElse(false);
    if (waits) {
      return false;
    }
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!isUnattended(run)) {
      if (world.audience().visited(run) || System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(STEP);
    }
    return true;
  }

  private boolean isUnattended(String run) {
    return world.audience().abandoned(run) && !world.runtime().isWatched(run);
  }

  private static boolean waits(RunState run) {
    return run.spec().kind() != RunSpec.Kind.CHAT
        || !run.questions().isEmpty()
        || run.control().hold() == Hold.PAUSED;
  }
}
