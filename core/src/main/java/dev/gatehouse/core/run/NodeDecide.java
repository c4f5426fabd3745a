package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.interpreter.Board;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.interpreter.Errands;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.interpreter.Transforms;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Question;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what it means that the work of a node begins, cannot begin, or says something.
final class NodeDecide {

  static final String APPROVE = "approve";
  static final String DENY = "deny";

  private NodeDecide() {}

  /// {@return the node that an action begins, while that is decided and nothing has come of it}
  private static Optional<NodeState> beginning(RunState state, ActionRef ref) {
    return RunDecide.isOpen(state, ref, Mark.DECIDED)
        ? state.flow().flatMap(flow -> Desired.node(flow, ref))
        : Optional.empty();
  }

  static Decision call(RunState state, RunInput.NodeCall call) {
    return beginning(state, call.ref())
        .map(node ->
            Decision.accept(
                new ToolEvent.ToolCallRequested(
                    node.work(),
                    call.tool(),
                    call.args(),
                    state.flow().orElseThrow().calls() + 1,
                    0,
                    retrying(call.treatment().policy(), node.step().options().retry()),
                    call.treatment().location())))
        .orElseGet(() -> RunDecide.stale(call.ref()));
  }

  /// What a step says about attempts is said of the call, so that every attempt bears one key.
  private static ToolPolicy retrying(ToolPolicy policy, Step.Retry retry) {
    return retry.attempts() > policy.attempts() ? policy.withAttempts(retry.attempts()) : policy;
  }

  static Decision ask(RunState state, RunInput.NodeAsk ask, Instant at) {
    Optional<NodeState> node = beginning(state, ask.ref());
    if (node.isEmpty() || !(node.get().step().node() instanceof HumanNode human)) {
      return RunDecide.stale(ask.ref());
    }
    if (state.spec().owner().watch() == RunSpec.Watch.HEADLESS) {
      return Decision.accept(
          failed(
              node.get(),
              Failure.of(
                  Failure.Code.APPROVAL_REQUIRED,
                  "step '"
                      + node.get().step().id()
                      + "' asks a human, and nobody watches this run")));
    }
    String prompt = human.prompt().text(Errands.scope(state.flow().orElseThrow(), node.get()));
    return Decision.accept(
        new FlowEvent.QuestionAsked(
            ask.question(),
            switch (human.ask()) {
              case APPROVE -> FlowEvent.Kind.APPROVE;
              case CHOOSE -> FlowEvent.Kind.CHOOSE;
              case FORM -> FlowEvent.Kind.FORM;
            },
            prompt,
            human.ask() == Node.Ask.APPROVE ? List.of(APPROVE, DENY) : human.choices(),
            human.schema(),
            node.get().work(),
            human.expires().map(at::plus),
            Optional.of(node.get().path()),
            human.role()));
  }

  static Decision broken(RunState state, RunInput.NodeBroken broken) {
    return beginning(state, broken.ref())
        .map(node -> Decision.accept(failed(node, broken.failure())))
        .orElseGet(() -> RunDecide.stale(broken.ref()));
  }

  static Decision merged(RunState state, RunInput.NodeMerged merged) {
    Optional<NodeState> node = beginning(state, merged.ref());
    if (node.isEmpty() || !(node.get().step().node() instanceof Node.TransformNode transform)) {
      return RunDecide.stale(merged.ref());
    }
    return Transforms.merged(state.flow().orElseThrow(), node.get(), transform, merged.results())
        .<Decision>map(Decision.Accepted::new)
        .orElseGet(() ->
            Decision.reject(
                Reason.ALREADY_DONE, "what was joined at '" + node.get().path() + "' has changed"));
  }

  static Decision routed(RunState state, RunInput.NodeRouted routed) {
    return beginning(state, routed.ref())
        .map(node ->
            Decision.accept(
                new NodeEvent.RouteChosen(
                    node.path(),
                    routed.chosen(),
                    routed.candidates(),
                    node.attempt(),
                    routed.spend())))
        .orElseGet(() -> RunDecide.stale(routed.ref()));
  }

  static Event failed(NodeState node, Failure failure) {
    return new NodeEvent.NodeReported(node.path(), Optional.empty(), Optional.of(failure));
  }

  /// {@return what the answer to a node's question brings}
  static List<Event> answered(
      RunState state, Question question, Resolution resolution, Optional<Json> answer, String by) {
    List<Event> events = new ArrayList<>();
    events.add(new FlowEvent.QuestionResolved(question.id(), resolution, answer, by));
    Optional<NodeState> node =
        question
            .node()
            .flatMap(path -> state.flow().flatMap(flow -> flow.node(path)))
            .filter(it -> !it.isOver() && it.work().equals(question.callId()));
    if (node.isPresent() && node.get().step().node() instanceof HumanNode human) {
      events.add(brought(node.get(), human, resolution, answer, by));
    }
    return events;
  }

  private static Event brought(
      NodeState node, HumanNode human, Resolution resolution, Optional<Json> answer, String by) {
    boolean approving = human.ask() == Node.Ask.APPROVE;
    return switch (resolution) {
      case ANSWERED ->
          yielded(
              node,
              approving
                  ? approved(answer.flatMap(Json::text).filter(APPROVE::equals).isPresent(), by)
                  : answer.orElse(Json.NULL));
      case DECLINED ->
          approving
              ? yielded(node, approved(false, by))
              : failed(
                  node,
                  Failure.of(
                      Failure.Code.USER_DENIED,
                      "'" + by + "' declined to answer step '" + node.step().id() + "'"));
      case EXPIRED ->
          switch (human.onExpiry()) {
            case APPROVE -> yielded(node, approving ? approved(true, "expiry") : Json.NULL);
            case DENY -> yielded(node, approving ? approved(false, "expiry") : Json.NULL);
            case FAIL ->
                failed(
                    node,
                    Failure.of(
                        Failure.Code.APPROVAL_TIMEOUT,
                        "nobody answered step '" + node.step().id() + "' in time"));
          };
      case CANCELLED ->
          failed(node, Failure.of(Failure.Code.CANCELLED, "the question was withdrawn"));
    };
  }

  private static Json approved(boolean yes, String by) {
    return Json.obj("approved", Json.of(yes), "by", Json.of(by));
  }

  private static Event yielded(NodeState node, Json output) {
    return new NodeEvent.NodeReported(node.path(), Optional.of(output), Optional.empty());
  }

  /// {@return the node that somebody works for, while it is at work}
  private static Optional<NodeState> working(RunState state, String work) {
    return state
        .flow()
        .filter(_ -> !state.ended() && state.control().ending().isEmpty())
        .flatMap(flow -> flow.node(NodeState.pathOf(work)))
        .filter(node -> !node.isOver() && node.work().equals(work));
  }

  private static Decision nobody(String work) {
    return Decision.reject(Reason.STALE, "node '" + work + "' is over");
  }

  static Decision given(RunState state, RunInput.GiveSignal given) {
    Optional<NodeState> node = working(state, given.work());
    if (node.isEmpty()) {
      return nobody(given.work());
    }
    Step.Signals signals = node.get().step().options().signals();
    boolean known =
        given
            .target()
            .map(target -> signals.branch().stream().anyMatch(step -> step.id().equals(target)))
            .orElse(signals.terminate() == Step.Terminate.YES);
    return known
        ? Decision.accept(
            new NodeEvent.SignalGiven(given.work(), given.target(), given.output(), given.reason()))
        : Decision.reject(
            Reason.INVALID,
            "step '"
                + node.get().step().id()
                + "' declares no "
                + given.target().map(it -> "branch '" + it + "'").orElse("end of the workflow"));
  }

  static Decision write(RunState state, RunInput.WriteState write) {
    Optional<NodeState> node = working(state, write.work());
    if (node.isEmpty()) {
      return nobody(write.work());
    }
    FlowState flow = state.flow().orElseThrow();
    if (!flow.spec().workflow().state().containsKey(write.key())) {
      return Decision.reject(
          Reason.INVALID,
          "the workflow declares no state '"
              + write.key()
              + "'; it declares "
              + flow.spec().workflow().state().keySet());
    }
    if (Board.isWritten(flow, node.get(), write.write())) {
      return new Decision.Accepted(List.of());
    }
    if (Transforms.isForeign(flow, write.key()) && write.merged().isEmpty()) {
      return Decision.reject(
          Reason.INVALID, "the rule of '" + write.key() + "' was not asked before it was written");
    }
    int version = Board.version(flow, node.get(), write.key());
    return write.expected().filter(it -> it != version).isPresent()
        ? Decision.reject(
            Reason.ALREADY_DONE,
            "'"
                + write.key()
                + "' has version "
                + version
                + " by now, not "
                + write.expected().get()
                + "; read it again")
        : Decision.accept(
            Board.write(
                flow, node.get(), write.write(), write.key(), write.value(), write.merged()));
  }

  /// What a session keeps is there before the first node begins.
  static Decision remembered(RunState state, RunInput.Remember remember) {
    if (state.flow().isEmpty() || state.control().phase() != RunState.Phase.QUEUED) {
      return Decision.reject(
          Reason.INVALID, "run '" + state.spec().id() + "' has no workflow that is about to begin");
    }
    return new Decision.Accepted(Board.kept(state.flow().get(), remember.kept()));
  }

  static Decision send(RunState state, RunInput.SendMessage send, Instant at) {
    Optional<NodeState> node = working(state, send.work());
    if (node.isEmpty()) {
      return nobody(send.work());
    }
    return Board.isSent(state.flow().orElseThrow(), send.message())
        ? new Decision.Accepted(List.of())
        : Decision.accept(
            new NodeEvent.MessageSent(
                send.message(),
                node.get().path(),
                send.to(),
                send.text(),
                at,
                node.get().attempt()));
  }
}
