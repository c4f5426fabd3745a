package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Clearance;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.ToolCall.Status;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Folds the lives of tool calls. When the last one of a turn is over, the results go to the model
/// and the next turn begins.
final class ToolFold {

  private ToolFold() {}

  static RunState apply(RunState state, ToolEvent event) {
    return switch (event) {
      case ToolEvent.ToolCallRequested wish -> wished(state, wish);
      case ToolEvent.ToolCallJudged judged -> judged(state, judged);
      case ToolEvent.ClearanceVoided voided ->
          change(
              closing(state, voided.callId()),
              voided.callId(),
              call -> call.with(call.gate().again(Optional.empty())).at(new Status.Judging()));
      case ToolEvent.ClientCallOffered offer ->
          change(
              closing(state, offer.callId()),
              offer.callId(),
              call -> call.at(new Status.AtClient(offer.nonce(), offer.expires())));
      case ToolEvent.ToolCallDispatched sent -> dispatched(state, sent);
      case ToolEvent.ToolRetryPlanned plan -> retried(state, plan);
      case ToolEvent.ToolCallDoubted doubt -> doubted(state, doubt);
      case ToolEvent.ToolCallFinished over -> finished(state, over);
    };
  }

  /// The call of a node takes the place of the action that began the node.
  private static RunState wished(RunState state, ToolEvent.ToolCallRequested wish) {
    RunState next = put(state, requested(wish));
    if (wish.undoes().isPresent()) {
      return UndoFold.called(next, wish, wish.undoes().get().undo());
    }
    return state.flow().isPresent() ? OpenActions.close(next, Desired.ref(wish.callId())) : next;
  }

  private static ToolCall requested(ToolEvent.ToolCallRequested wish) {
    ToolCall.Place place = new ToolCall.Place(wish.turn(), wish.index(), wish.location());
    return ToolCall.wished(wish.callId(), wish.tool(), wish.input(), place, wish.policy());
  }

  /// What a judgement leads to, but for a plain yes, is recorded beside it.
  private static RunState judged(RunState state, ToolEvent.ToolCallJudged judged) {
    ToolCall call = state.calls().get(judged.callId());
    if (call == null) {
      return state;
    }
    RunState closed = OpenActions.close(state, Next.judgement(call));
    ToolCall known = call.withInput(judged.input());
    Clearance clearance =
        new Clearance(judged.round(), judged.digests(), Optional.empty(), Optional.empty());
    return put(
        closed,
        judged.verdict() == ToolEvent.Verdict.ALLOW
            ? known.with(known.gate().cleared(clearance)).at(new Status.Wanted())
            : known.at(new Status.Judged()));
  }

  private static RunState closing(RunState state, String callId) {
    ToolCall call = state.calls().get(callId);
    return call == null ? state : closed(state, call);
  }

  /// {@return the state with one of its calls changed, or as it is when there is no such call}
  static RunState change(RunState state, String callId, UnaryOperator<ToolCall> change) {
    ToolCall call = state.calls().get(callId);
    return call == null ? state : put(state, change.apply(call));
  }

  private static RunState dispatched(RunState state, ToolEvent.ToolCallDispatched sent) {
    ToolCall call = state.calls().get(sent.callId());
    return call == null
        ? state
        : OpenActions.mark(state, new ActionRef(call.action(), sent.attempt()), Mark.DISPATCHED);
  }

  private static RunState retried(RunState state, ToolEvent.ToolRetryPlanned plan) {
    ToolCall call = state.calls().get(plan.callId());
    if (call == null) {
      return state;
    }
    RunState closed = closed(state, call);
    return put(closed, call.failedOnce().again(new Status.Backoff(plan.at())));
  }

  private static RunState doubted(RunState state, ToolEvent.ToolCallDoubted doubt) {
    ToolCall call = state.calls().get(doubt.callId());
    if (call == null) {
      return state;
    }
    RunState closed = closed(state, call);
    return switch (doubt.rule()) {
      case RERUN -> put(closed, call.again(new Status.Wanted()));
      case PROBE -> put(closed, call.again(new Status.Probing()));
      case ASK -> put(closed, call.again(new Status.Asking()));
      case FAIL -> closed;
    };
  }

  private static RunState finished(RunState state, ToolEvent.ToolCallFinished over) {
    ToolCall call = state.calls().get(over.callId());
    if (call == null) {
      return state;
    }
    RunState heard = over.tainted() ? state.with(state.talk().tainting()) : state;
    if (call.isUndo()) {
      return UndoFold.settled(without(closed(heard, call), call), over);
    }
    if (state.flow().isPresent()) {
      return without(closed(heard, call), call);
    }
    RunState next = put(closed(heard, call), call.at(new Status.Finished(over.outcome())));
    boolean last =
        next.progress().stage() instanceof Stage.Calls
            && next.calls().values().stream().allMatch(ToolFold::isFinished);
    return last ? RunFold.nextTurn(next.with(next.talk().saying(withResults(next)))) : next;
  }

  /// A node keeps its outcome itself.
  private static RunState without(RunState state, ToolCall call) {
    Map<String, ToolCall> rest = new LinkedHashMap<>(state.calls());
    rest.remove(call.id());
    return state.withCalls(rest);
  }

  private static List<Message> withResults(RunState state) {
    List<Content> results = new ArrayList<>();
    for (ToolCall call : state.calls().values()) {
      if (call.status() instanceof Status.Finished finished) {
        results.add(ToolResults.of(call.id(), finished.outcome()));
      }
    }
    List<Message> all = new ArrayList<>(state.talk().messages());
    all.add(new Message(Role.TOOL, results));
    return List.copyOf(all);
  }

  static boolean isFinished(ToolCall call) {
    return call.status() instanceof Status.Finished;
  }

  private static RunState closed(RunState state, ToolCall call) {
    RunState next = OpenActions.close(state, new ActionRef(call.action(), call.attempt()));
    next = OpenActions.close(next, Next.judgement(call));
    return OpenActions.close(next, Next.probe(call));
  }

  private static RunState put(RunState state, ToolCall call) {
    Map<String, ToolCall> next = new LinkedHashMap<>(state.calls());
    next.put(call.id(), call);
    return state.withCalls(next);
  }

  /// How a call's outcome reads for the model.
  static final class ToolResults {

    private ToolResults() {}

    static Content.ToolResult of(String callId, ToolOutcome outcome) {
      return switch (outcome) {
        case ToolOutcome.Ok ok -> new Content.ToolResult(callId, readable(ok), false, ok.images());
        case ToolOutcome.Failed failed ->
            new Content.ToolResult(
                callId,
                failed.failure().code().wire() + ": " + failed.failure().message(),
                true,
                List.of());
      };
    }

    private static String readable(ToolOutcome.Ok ok) {
      return ok.value() instanceof Json.Str text ? text.value() : ok.value().toString();
    }
  }
}
