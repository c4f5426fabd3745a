package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.inquiry.Wait.Kind;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.run.ToolCall.Status;
import dev.gatehouse.core.run.Undoings;
import dev.gatehouse.core.workflow.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a run waits for at the moment.
///
/// What is open is read from the state, since when from the log. A tool that waits for somebody
/// itself (a run it has started, a human it has asked) is not in the list, what it waits for is.
public final class BlockedOn {

  private final RunState run;
  private final List<Happened> log;
  private final List<Wait> waits = new ArrayList<>();

  private BlockedOn(RunState run, List<Happened> log) {
    this.run = run;
    this.log = log;
  }

  /// {@return what the run of a log waits for, nothing when it has ended or only waits for its
  /// turn}
  ///
  /// @param log all events of the run, in order
  public static List<Wait> of(List<Happened> log) {
    return Happened.state(log)
        .filter(run -> !run.ended())
        .map(run -> new BlockedOn(run, log).all())
        .orElse(List.of());
  }

  private List<Wait> all() {
    if (run.control().phase() == RunState.Phase.QUEUED) {
      run.spec()
          .request()
          .due()
          .ifPresent(due -> add(Kind.TIMER, "start", _ -> true, Optional.of(due)));
      return List.copyOf(waits);
    }
    if (run.control().hold() == RunState.Hold.PAUSED) {
      add(Kind.SIGNAL, "resume", RunEvent.RunPaused.class::isInstance, Optional.empty());
    }
    questions();
    children();
    undos();
    if (!isOnlyUndoing()) {
      stage();
    }
    return List.copyOf(waits);
  }

  private void questions() {
    run.questions()
        .values()
        .forEach(question ->
            add(
                Kind.QUESTION,
                question.id(),
                event ->
                    event instanceof FlowEvent.QuestionAsked asked
                        && asked.question().equals(question.id()),
                question.expires()));
  }

  private void children() {
    boolean needsAll =
        run.progress().stage() instanceof Stage.Gather || run.control().ending().isPresent();
    run.children().values().stream()
        .filter(child -> needsAll || child.attachment() != RunEvent.Attachment.BACKGROUND)
        .forEach(child ->
            add(Kind.CHILD, child.id(), event -> starts(event, child.id()), Optional.empty()));
  }

  private static boolean starts(Object event, String child) {
    return event instanceof RunEvent.ChildStarted started && started.child().equals(child);
  }

  private void stage() {
    switch (run.progress().stage()) {
      case Stage.Ask ask ->
          add(
              Kind.MODEL,
              model(),
              event ->
                  event instanceof ModelEvent.ModelCallDispatched call
                      && call.turn() == run.progress().turn()
                      && call.attempt() == ask.attempt(),
              Optional.empty());
      case Stage.Compacting _ ->
          add(
              Kind.MODEL,
              model(),
              ModelEvent.CompactionRequested.class::isInstance,
              Optional.empty());
      case Stage.Backoff wait ->
          add(
              isRateLimited() ? Kind.RATE_LIMIT : Kind.TIMER,
              model(),
              ModelEvent.ModelFailed.class::isInstance,
              Optional.of(wait.at()));
      case Stage.Calls _ -> calls();
      case Stage.Nodes _ -> {
        calls();
        run.flow().ifPresent(flow -> flow.nodes().values().forEach(this::node));
      }
      case Stage.Gather _, Stage.Rest _ -> {}
    }
  }

  private void undos() {
    run.calls().values().stream().filter(ToolCall::isUndo).forEach(this::call);
    run.undoings().open().values().stream()
        .filter(undoing -> undoing.call().isEmpty())
        .forEach(_ -> add(Kind.TOOL, "undo", UndoEvent.class::isInstance, Optional.empty()));
  }

  /// Whether nothing else is at work in a run that ends.
  private boolean isOnlyUndoing() {
    return run.control().ending().isPresent()
        && !run.undoings().open().isEmpty()
        && run.open().values().stream()
            .map(RunState.Open::ref)
            .allMatch(ref -> ref.passive() || Undoings.isUndo(ref));
  }

  private void calls() {
    run.calls().values().stream().filter(call -> !call.isUndo()).forEach(this::call);
  }

  private void node(NodeState node) {
    Instant since = node.times().since();
    switch (node.stage()) {
      case NodeState.Stage.Backoff(Instant at) ->
          waits.add(new Wait(Kind.TIMER, node.path(), since, Optional.of(at)));
      case NodeState.Stage.Waiting _
          when node.step().node() instanceof Node.WaitNode(Node.For what) -> {
        switch (what) {
          case Node.For.Time(Duration time) ->
              waits.add(new Wait(Kind.TIMER, node.path(), since, Optional.of(since.plus(time))));
          case Node.For.Signal(String name, Optional<Duration> patience) ->
              waits.add(new Wait(Kind.SIGNAL, name, since, patience.map(since::plus)));
        }
      }
      default -> {}
    }
  }

  private String model() {
    String asked = run.progress().call().model();
    return asked.isEmpty() ? run.spec().agent().model() : asked;
  }

  private boolean isRateLimited() {
    return newest(ModelEvent.ModelFailed.class::isInstance)
        .filter(it ->
            it.event() instanceof ModelEvent.ModelFailed failed
                && failed.failure().code() == Failure.Code.RATE_LIMITED)
        .isPresent();
  }

  private void call(ToolCall call) {
    switch (call.status()) {
      case Status.Approving(Ticket ticket, _, _) ->
          waits.add(
              new Wait(Kind.APPROVAL, ticket.id(), ticket.asked(), Optional.of(ticket.expires())));
      case Status.AtClient client ->
          add(
              Kind.CLIENT_TOOL,
              call.id(),
              event ->
                  event instanceof ToolEvent.ClientCallOffered offer
                      && offer.callId().equals(call.id()),
              Optional.of(client.expires()));
      case Status.Backoff backoff ->
          add(Kind.TIMER, call.id(), event -> isOf(event, call), Optional.of(backoff.at()));
      case Status.Judging _, Status.Judged _, Status.Wanted _, Status.Probing _ -> tool(call);
      case Status.Asking _, Status.Finished _ -> {}
    }
  }

  private void tool(ToolCall call) {
    boolean asks =
        run.questions().values().stream().anyMatch(asked -> asked.callId().equals(call.id()));
    if (!asks && !isChildAwaited(call)) {
      add(Kind.TOOL, call.id(), event -> isOf(event, call), Optional.empty());
    }
  }

  private boolean isChildAwaited(ToolCall call) {
    return log.stream()
        .anyMatch(one ->
            one.event() instanceof RunEvent.ChildStarted child
                && child.call().equals(call.id())
                && child.attachment() == RunEvent.Attachment.AWAITED
                && run.children().containsKey(child.child()));
  }

  private static boolean isOf(Object event, ToolCall call) {
    return switch (event) {
      case ToolEvent.ToolCallRequested it -> it.callId().equals(call.id());
      case ToolEvent.ToolCallDispatched it -> it.callId().equals(call.id());
      case ToolEvent.ToolRetryPlanned it -> it.callId().equals(call.id());
      case ToolEvent.ToolCallDoubted it -> it.callId().equals(call.id());
      default -> false;
    };
  }

  /// Adds a wait that began with the newest event of a kind; with the last event when there is
  /// none, because it is about to begin.
  private void add(Kind kind, String id, Predicate<Object> began, Optional<Instant> expires) {
    Instant since = newest(began).orElse(log.getLast()).at();
    waits.add(new Wait(kind, id, since, expires));
  }

  private Optional<Happened> newest(Predicate<Object> which) {
    return log.reversed().stream().filter(one -> which.test(one.event())).findFirst();
  }
}
