package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Cause;
import dev.gatehouse.core.event.ModelEvent.Plan;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.Talk.Compactable;
import dev.gatehouse.core.spi.ModelOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what the end of a model call means.
final class ModelDecide {

  /// How often the context may be shortened in one turn because the provider refuses it.
  static final int MAX_RESCUES = 2;

  private ModelDecide() {}

  static Decision starting(RunState state, RunInput.ModelStarting starting) {
    return RunDecide.isOpen(state, starting.ref(), Mark.DECIDED)
        ? Decision.accept(
            new ModelEvent.ModelCallDispatched(
                state.progress().turn(),
                starting.ref().attempt(),
                starting.model(),
                starting.reserved(),
                starting.selection(),
                takeover(state, starting.model())))
        : RunDecide.stale(starting.ref());
  }

  private static Optional<ModelEvent.Takeover> takeover(RunState state, String by) {
    Progress.Call last = state.progress().call();
    return last.failed()
        .filter(_ -> !last.model().equals(by))
        .map(code -> new ModelEvent.Takeover(last.model(), code.wire(), last.pos()));
  }

  static Decision budgetShort(RunState state, RunInput.BudgetShort shortage) {
    ActionRef ref = shortage.ref();
    if (RunDecide.isOpen(state, ref, Mark.DROPPED)) {
      return Decision.accept(new FlowEvent.ActionClosed(ref));
    }
    if (!RunDecide.isOpen(state, ref, Mark.DECIDED)) {
      return RunDecide.stale(ref);
    }
    List<Event> events = new ArrayList<>();
    events.add(
        new ModelEvent.BudgetRefused(
            state.progress().turn(),
            shortage.ledger(),
            shortage.wanted(),
            shortage.balance(),
            shortage.cap()));
    if (ref.isCompaction()) {
      events.add(new FlowEvent.ActionClosed(ref));
    }
    events.add(
        new RunEvent.LimitReached(
            StopReason.BUDGET, shortage.balance().dollars(), shortage.cap().dollars()));
    return new Decision.Accepted(events);
  }

  static Decision contextLarge(RunState state, RunInput.ContextLarge large) {
    if (!RunDecide.isOpen(state, large.ref(), Mark.DECIDED)) {
      return RunDecide.stale(large.ref());
    }
    Talk.Context context = state.talk().context();
    return context.compactable() == Compactable.NO || context.isFresh()
        ? Decision.reject(
            Reason.ALREADY_DONE, "the context cannot be shortened any further; ask the model")
        : Decision.accept(
            new ModelEvent.CompactionRequested(context.compactions() + 1, Cause.THRESHOLD));
  }

  static Decision ended(RunState state, RunInput.ModelEnded ended, Instant at) {
    if (!RunDecide.isOpen(state, ended.ref())) {
      return RunDecide.stale(ended.ref());
    }
    return switch (ended.outcome()) {
      case ModelOutcome.Replied reply ->
          new Decision.Accepted(ReplyDecide.replied(state, ended, reply));
      case ModelOutcome.Failed failed -> new Decision.Accepted(failed(state, ended, failed, at));
      case ModelOutcome.CutOff cut -> Decision.accept(cutOff(state, ended, cut));
    };
  }

  /// What was cut off is the answer of a run that ends. When it is only the gateway that stops, the
  /// run goes on afterwards, and its turn runs again.
  private static ModelEvent cutOff(
      RunState state, RunInput.ModelEnded ended, ModelOutcome.CutOff cut) {
    if (state.control().ending().isEmpty()) {
      ModelOutcome.Failed gone = new ModelOutcome.Failed(LossDecide.gone(), cut.usage());
      return failure(state, ended.ref(), gone, ended.cost(), Plan.RETRY);
    }
    return new ModelEvent.ModelCutOff(
        state.progress().turn(), ended.ref().attempt(), cut.content(), cut.usage(), ended.cost());
  }

  private static List<Event> failed(
      RunState state, RunInput.ModelEnded ended, ModelOutcome.Failed failed, Instant at) {
    ActionRef ref = ended.ref();
    Cost cost = ended.cost();
    Failure failure = failed.failure();
    Optional<Duration> delay = delay(state, failure, ended.draw(), at);
    boolean rescue =
        failure.code() == Failure.Code.CONTEXT_TOO_LONG
            && state.talk().context().rescues() < MAX_RESCUES;
    boolean asked = RunDecide.isOpen(state, ref, Mark.DISPATCHED);
    if (state.control().ending().isEmpty() && asked && !rescue && ended.elsewhere().isPresent()) {
      return List.of(failure(state, ref, failed, cost, Plan.FAILOVER));
    }
    boolean again = state.control().ending().isEmpty() && (rescue || delay.isPresent());
    List<Event> events = new ArrayList<>();
    events.add(failure(state, ref, failed, cost, again ? Plan.RETRY : Plan.GIVE_UP));
    if (state.control().ending().isPresent()) {
      return events;
    }
    if (rescue) {
      int number = state.talk().context().compactions() + 1;
      events.add(new ModelEvent.CompactionRequested(number, Cause.RESCUE));
    } else if (delay.isPresent()) {
      events.add(
          new ModelEvent.RetryPlanned(
              state.progress().turn(), ref.attempt() + 1, at.plus(delay.get())));
    } else {
      events.add(new RunEvent.RunBroke(failure, Optional.of(state.progress().call().pos())));
    }
    return events;
  }

  private static Optional<Duration> delay(
      RunState state, Failure failure, double draw, Instant at) {
    Duration waited = Duration.between(state.progress().failingSince().orElse(at), at);
    int failures = state.progress().failures() + 1;
    return state.spec().agent().retry().delay(failure, failures, waited, draw);
  }

  static ModelEvent failure(
      RunState state, ActionRef ref, ModelOutcome.Failed failed, Cost cost, Plan plan) {
    boolean asked = !RunDecide.isOpen(state, ref, Mark.DECIDED);
    return new ModelEvent.ModelFailed(
        state.progress().turn(),
        ref.attempt(),
        asked ? state.progress().call().model() : state.spec().agent().model(),
        failed.failure(),
        failed.usage(),
        cost,
        state.progress().call().pos(),
        plan);
  }
}
