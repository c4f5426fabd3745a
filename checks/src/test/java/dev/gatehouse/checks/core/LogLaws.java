package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must hold of every log, heard event by event.
final class LogLaws {

  private enum Life {
    LIVE,
    OVER
  }

  private final ToolLaws tools = new ToolLaws();
  private final ClearanceLaws clearances = new ClearanceLaws();
  private final Set<String> children = new HashSet<>();
  private final Set<String> decided = new HashSet<>();
  private final Set<String> dispatched = new HashSet<>();
  private final Set<String> questions = new HashSet<>();
  private final List<Message> steered = new ArrayList<>();
  private final UndoLaws undos = new UndoLaws();
  private Life life = Life.LIVE;
  private boolean taints;
  private RunLimits limits;
  private Optional<ModelEvent.ModelReplied> unreported = Optional.empty();
  private int lastAttempt;
  private Optional<ModelEvent.ModelFailed> failed = Optional.empty();
  private int lastTurn;
  private Usage usage = Usage.NONE;
  private Cost cost = Cost.ZERO;

  LogLaws(RunSpec spec) {
    limits = spec.limits();
  }

  void hear(Event event) {
    assertThat(Event.CODEC.decode(Json.parse(Event.CODEC.encode(event).toString())))
        .isEqualTo(event);
    if (life == Life.OVER) {
      assertThat(event).as("after the end").isInstanceOf(RunEvent.RunResumed.class);
    }
    undos.hear(event);
    switch (event) {
      case RunEvent run -> run(run);
      case ModelEvent model -> model(model);
      case ToolEvent tool -> tool(tool);
      case ApprovalEvent approval -> clearances.hear(approval);
      case FlowEvent flow -> flow(flow);
      case UndoEvent _ -> {}
      case NodeEvent _, SessionEvent _ ->
          throw new AssertionError("not of an agent's run: " + event);
    }
  }

  private void run(RunEvent event) {
    switch (event) {
      case RunEvent.RunCreated _, RunEvent.RunPaused _, RunEvent.RunBroke _ -> {}
      case RunEvent.RunStarted started -> taints |= started.tainted();
      case RunEvent.ChildStarted began -> assertThat(children.add(began.child())).isTrue();
      case RunEvent.ChildEnded done -> {
        assertThat(children.remove(done.child())).isTrue();
        done.notice().ifPresent(notice -> steered.add(Message.user(notice)));
        taints |= done.tainted();
      }
      case RunEvent.CancelRequested _, RunEvent.LimitReached _ -> {}
      case RunEvent.RunSteered more -> steered.addAll(more.messages());
      case RunEvent.RunResumed resumed -> {
        life = Life.LIVE;
        limits = resumed.limits();
      }
      case RunEvent.TurnEnded ended -> {
        assertThat(unreported).as("a turn that ends once").isPresent();
        assertThat(ended.turn()).isEqualTo(unreported.get().turn());
        assertThat(ended.usage()).isEqualTo(unreported.get().usage());
        assertThat(tools.unfinished()).as("calls open at the end of a turn").isEmpty();
        unreported = Optional.empty();
      }
      case RunEvent.RunCompleted done -> ended(done.usage(), done.cost());
      case RunEvent.RunCancelled done -> ended(done.usage(), done.cost());
      case RunEvent.RunFailed done -> ended(done.usage(), done.cost());
    }
  }

  private void ended(Usage used, Cost paid) {
    life = Life.OVER;
    undos.end();
    assertThat(used).isEqualTo(usage);
    assertThat(paid).isEqualTo(cost);
    assertThat(tools.unfinished()).as("calls open at the end").isEmpty();
    assertThat(questions).as("questions open at the end").isEmpty();
    assertThat(clearances.unresolved()).as("approvals open at the end").isEmpty();
    assertThat(children).as("runs left behind").isEmpty();
    assertThat(unreported).as("a turn that has not ended at the end").isEmpty();
  }

  private void model(ModelEvent event) {
    switch (event) {
      case ModelEvent.ModelCallDispatched call -> {
        dispatch("turn-" + call.turn() + ".model", call.attempt());
        assertThat(unreported).as("turns that overlap").isEmpty();
        assertThat(call.turn()).isBetween(Math.max(1, lastTurn), lastTurn + 1);
        assertThat(call.turn()).isLessThanOrEqualTo(limits.maxTurns());
        boolean another = failed.filter(last -> !last.model().equals(call.model())).isPresent();
        assertThat(call.takeover().isPresent())
            .as("a takeover is told")
            .isEqualTo(another && call.turn() == lastTurn);
        lastTurn = call.turn();
        lastAttempt = call.attempt();
        failed = Optional.empty();
      }
      case ModelEvent.ModelReplied reply -> {
        assertThat(unreported).isEmpty();
        unreported = Optional.of(reply);
        pay(reply.usage(), reply.cost());
      }
      case ModelEvent.ModelCutOff cut -> pay(cut.usage(), cut.cost());
      case ModelEvent.ModelFailed lost -> {
        boolean asked = lost.turn() == lastTurn && lost.attempt() == lastAttempt;
        failed = asked ? Optional.of(lost) : failed;
        pay(lost.usage(), lost.cost());
      }
      case ModelEvent.CompactionDispatched call ->
          dispatch("compact-" + call.number(), call.attempt());
      case ModelEvent.ContextCompacted done -> pay(done.usage(), done.cost());
      case ModelEvent.CompactionFailed failed -> pay(failed.usage(), failed.cost());
      case ModelEvent.RetryPlanned _, ModelEvent.BudgetRefused _ -> {}
      case ModelEvent.OutputRejected _, ModelEvent.CompactionRequested _ -> {}
    }
  }

  private void pay(Usage used, Cost paid) {
    usage = usage.plus(used);
    cost = cost.plus(paid);
  }

  private void dispatch(String id, int attempt) {
    String ref = new ActionRef(id, attempt).toString();
    assertThat(decided).as("dispatched though never decided").contains(ref);
    assertThat(dispatched.add(ref)).as("dispatched once: " + ref).isTrue();
  }

  private void tool(ToolEvent event) {
    tools.hear(event);
    clearances.hear(event);
    if (event instanceof ToolEvent.ToolCallFinished over) {
      taints |= over.tainted();
    }
    if (event instanceof ToolEvent.ToolCallDispatched sent) {
      dispatch(tools.action(sent.callId()), sent.attempt());
    }
  }

  private void flow(FlowEvent event) {
    switch (event) {
      case FlowEvent.Decided next -> next.start().forEach(ref -> decided.add(ref.toString()));
      case FlowEvent.QuestionAsked asked -> assertThat(questions.add(asked.question())).isTrue();
      case FlowEvent.QuestionResolved done ->
          assertThat(questions.remove(done.question())).isTrue();
      case FlowEvent.TimerFired _,
          FlowEvent.ActionClosed _,
          FlowEvent.WaitBegan _,
          FlowEvent.WaitEnded _ -> {}
    }
  }

  /// A run that gets no more inputs has ended, and nothing anybody said to it is lost.
  void checkEnd(RunState state) {
    assertThat(life).isEqualTo(Life.OVER);
    assertThat(state.ended()).isTrue();
    assertThat(state.talk().tainted()).as("tainted when it read such words").isEqualTo(taints);
    List<Message> known = new ArrayList<>(state.talk().messages());
    known.addAll(state.talk().steered());
    assertThat(known).containsAll(steered);
    assertThat(state.spent().usage()).isEqualTo(usage);
    assertThat(state.spent().cost()).isEqualTo(cost);
  }
}
