package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Cause;
import dev.gatehouse.core.event.ModelEvent.Plan;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Compactable;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
                starting.reserved()))
        : RunDecide.stale(starting.ref());
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
    RunState.Context context = state.talk().context();
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
      case ModelOutcome.Replied reply -> new Decision.Accepted(replied(state, ended, reply));
      case ModelOutcome.Failed failed ->
          new Decision.Accepted(failed(state, ended.ref(), failed, ended.cost(), ended.draw(), at));
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

  private static List<Event> replied(
      RunState state, RunInput.ModelEnded ended, ModelOutcome.Replied reply) {
    int turn = state.progress().turn();
    List<Content> content = uniqueIds(state, reply.content(), turn);
    StopReason stop = stop(reply);
    List<Event> events = new ArrayList<>();
    events.add(
        new ModelEvent.ModelReplied(
            turn,
            ended.ref().attempt(),
            content,
            stop,
            reply.usage(),
            ended.cost(),
            reply.model()));
    if (stop == StopReason.TOOL_USE) {
      events.addAll(requests(content, ended, turn));
    } else if (!ended.findings().isEmpty() && isLast(state, stop)) {
      events.addAll(rejected(state, ended, reply.usage(), stop));
    }
    return events;
  }

  /// Some servers announce tool calls and then make none: such a turn is a plain answer.
  private static StopReason stop(ModelOutcome.Replied reply) {
    boolean calls = reply.content().stream().anyMatch(Content.ToolUse.class::isInstance);
    return reply.stop() == StopReason.TOOL_USE && !calls ? StopReason.END_TURN : reply.stop();
  }

  /// Only the answer a run would end with has to satisfy the schema.
  private static boolean isLast(RunState state, StopReason stop) {
    return stop.isWhole() && state.control().ending().isEmpty() && state.talk().steered().isEmpty();
  }

  private static List<Event> rejected(
      RunState state, RunInput.ModelEnded ended, Usage usage, StopReason stop) {
    int turn = state.progress().turn();
    if (state.progress().repairs() == 0) {
      return List.of(new ModelEvent.OutputRejected(turn, ended.findings()));
    }
    Failure failure =
        Failure.of(
            Failure.Code.OUTPUT_INVALID,
            "the answer does not satisfy the output schema after one repair: "
                + String.join("; ", ended.findings()));
    return List.of(
        new RunEvent.TurnEnded(turn, usage, stop),
        new RunEvent.RunFailed(
            failure,
            state.spent().usage().plus(usage),
            state.spent().cost().plus(ended.cost()),
            Optional.of(state.progress().call().pos())));
  }

  private static List<Event> requests(List<Content> content, RunInput.ModelEnded ended, int turn) {
    List<Event> wishes = new ArrayList<>();
    List<Event> refusals = new ArrayList<>();
    int index = 0;
    for (Content block : content) {
      if (block instanceof Content.ToolUse use) {
        ToolPolicy policy = ended.tools().getOrDefault(use.name(), ToolPolicy.STANDARD);
        wishes.add(
            new ToolEvent.ToolCallRequested(
                use.id(), use.name(), use.input(), turn, index++, policy));
        refusal(use, ended).ifPresent(failure -> refusals.add(refused(use, failure)));
      }
    }
    wishes.addAll(refusals);
    return wishes;
  }

  private static Optional<Failure> refusal(Content.ToolUse use, RunInput.ModelEnded ended) {
    if (!ended.tools().containsKey(use.name())) {
      return Optional.of(
          Failure.of(
              Failure.Code.UNKNOWN_TOOL,
              "there is no tool '" + use.name() + "'; use one of those offered"));
    }
    return use.malformed()
        .map(raw ->
            Failure.of(
                Failure.Code.INVALID_ARGUMENTS,
                "the arguments of '" + use.name() + "' are not a JSON object: " + cut(raw)));
  }

  private static Event refused(Content.ToolUse use, Failure failure) {
    return new ToolEvent.ToolCallFinished(
        use.id(), use.name(), 1, new ToolOutcome.Failed(failure), 0, Optional.empty());
  }

  private static String cut(String raw) {
    return raw.length() <= 200 ? raw : raw.substring(0, 200) + "…";
  }

  /// Some servers number their calls anew in each turn. Within a run an id must mean one call.
  private static List<Content> uniqueIds(RunState state, List<Content> content, int turn) {
    Set<String> taken = new HashSet<>();
    for (Message message : state.talk().messages()) {
      for (Content block : message.content()) {
        if (block instanceof Content.ToolUse use) {
          taken.add(use.id());
        }
      }
    }
    List<Content> unique = new ArrayList<>(content.size());
    for (Content block : content) {
      unique.add(block instanceof Content.ToolUse use ? renamed(use, taken, turn) : block);
    }
    return unique;
  }

  private static Content renamed(Content.ToolUse use, Set<String> taken, int turn) {
    String id = use.id().isEmpty() ? "call" : use.id();
    for (int copy = 0; !taken.add(id); copy++) {
      id = use.id() + "_t" + turn + (copy == 0 ? "" : "_" + copy);
    }
    return new Content.ToolUse(id, use.name(), use.input(), use.malformed());
  }

  static List<Event> failed(
      RunState state,
      ActionRef ref,
      ModelOutcome.Failed failed,
      Cost cost,
      double draw,
      Instant at) {
    Failure failure = failed.failure();
    Optional<Duration> delay = delay(state, failure, draw, at);
    boolean rescue =
        failure.code() == Failure.Code.CONTEXT_TOO_LONG
            && state.talk().context().rescues() < MAX_RESCUES;
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
      events.add(
          new RunEvent.RunFailed(
              failure,
              state.spent().usage().plus(failed.usage()),
              state.spent().cost().plus(cost),
              Optional.of(state.progress().call().pos())));
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
    return new ModelEvent.ModelFailed(
        state.progress().turn(),
        ref.attempt(),
        state.progress().call().model(),
        failed.failure(),
        failed.usage(),
        cost,
        state.progress().call().pos(),
        plan);
  }
}
