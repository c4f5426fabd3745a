package dev.gatehouse.core.run;

import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Child;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides and folds what concerns the runs that a run has started.
final class ChildDecide {

  private ChildDecide() {}

  static Decision began(RunState state, RunInput.ChildBegan began) {
    if (state.ended() || state.control().ending().isPresent()) {
      return Decision.reject(
          Reason.RUN_ENDED, "run '" + state.spec().id() + "' has ended and starts no other");
    }
    if (state.children().containsKey(began.child())) {
      return Decision.reject(Reason.ALREADY_DONE, "run '" + began.child() + "' was started before");
    }
    if (began.attachment() == Attachment.NODE
        && !RunDecide.isOpen(state, Desired.ref(began.call()), RunState.Mark.DECIDED)) {
      return RunDecide.stale(Desired.ref(began.call()));
    }
    return Decision.accept(
        new RunEvent.ChildStarted(
            began.child(), began.call(), began.agent(), began.task(), began.attachment()));
  }

  static Decision done(RunState state, RunInput.ChildDone done) {
    Child child = state.children().get(done.child());
    if (child == null || state.ended()) {
      return Decision.reject(Reason.STALE, "nobody waits for run '" + done.child() + "'");
    }
    boolean told = child.attachment() == Attachment.BACKGROUND;
    return Decision.accept(
        new RunEvent.ChildEnded(
            done.child(),
            done.status(),
            done.usage(),
            done.cost(),
            told ? Optional.of(done.notice()) : Optional.empty(),
            done.tainted(),
            done.report().map(brought -> brought.of(child.call()))));
  }

  static RunState started(RunState state, RunEvent.ChildStarted started) {
    Map<String, Child> children = new LinkedHashMap<>(state.children());
    children.put(
        started.child(),
        new Child(started.child(), started.call(), started.agent(), started.attachment()));
    RunState next = state.withChildren(children);
    return started.attachment() == Attachment.NODE
        ? OpenActions.mark(next, Desired.ref(started.call()), RunState.Mark.DISPATCHED)
        : next;
  }

  /// The model hears of a child nobody waits for as if its user had said it.
  static RunState ended(RunState state, RunEvent.ChildEnded ended) {
    Map<String, Child> children = new LinkedHashMap<>(state.children());
    children.remove(ended.child());
    RunState paid = state.flow().isPresent() ? settled(state, ended) : state;
    RunState without =
        ended
            .report()
            .map(report -> OpenActions.close(paid, Desired.ref(report.work())))
            .orElse(paid)
            .withChildren(children);
    RunState marked = ended.tainted() ? without.with(without.talk().tainting()) : without;
    if (ended.notice().isEmpty()) {
      return marked;
    }
    List<Message> waiting = new ArrayList<>(marked.talk().steered());
    waiting.add(Message.user(ended.notice().get()));
    return goOn(marked.with(marked.talk().hearing(List.copyOf(waiting))));
  }

  /// A workflow has spent what those it has started have.
  private static RunState settled(RunState state, RunEvent.ChildEnded ended) {
    return state.with(state.spent().settling(ended.usage(), ended.cost()));
  }

  /// A run that only waited for its children goes on when there is something to hear.
  static RunState goOn(RunState state) {
    return state.progress().stage() instanceof Progress.Stage.Gather
        ? RunFold.nextTurn(state)
        : state;
  }

  /// {@return whether runs work for it that it must not leave behind}
  static boolean hasBackground(RunState state) {
    return state.children().values().stream()
        .anyMatch(child -> child.attachment() == Attachment.BACKGROUND);
  }
}
