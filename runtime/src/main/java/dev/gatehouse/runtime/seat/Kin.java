package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunInput.Cancel.Undo;
import dev.gatehouse.core.run.RunMachine.Step;
import dev.gatehouse.core.run.RunState;
import java.util.Optional;

/// What the fate of a run means for those above and below it in its tree: a run that is about to
/// end takes those it has started along, and one that has ended tells the one that started it. Both
/// are part of the same commit, so that no crash can tear them apart.
final class Kin {

  private static final int MAX_NOTICE = 60_000;

  private Kin() {}

  static void follow(Draft draft, RunState before, RunState after) {
    boolean ends = before.control().ending().isEmpty() && after.control().ending().isPresent();
    if (ends) {
      stopChildren(draft, after);
    }
    if (!before.ended() && after.ended()) {
      tellParent(draft, after);
    }
  }

  private static void stopChildren(Draft draft, RunState run) {
    String id = run.spec().id();
    for (String child : run.children().keySet()) {
      if (draft.run(child).filter(state -> !state.ended()).isPresent()) {
        draft.tell(child, new RunInput.Cancel("the run that started it ends", id, Undo.AS_IT_IS));
      }
    }
  }

  private static void tellParent(Draft draft, RunState run) {
    Optional<String> parent = run.spec().origin().parent();
    if (parent.isEmpty() || draft.run(parent.get()).isEmpty()) {
      return;
    }
    draft.tell(
        parent.get(),
        new RunInput.ChildDone(
            run.spec().id(),
            RunView.status(run),
            run.spent().usage(),
            run.spent().cost(),
            notice(run),
            run.talk().tainted(),
            child(draft, parent.get(), run)
                .filter(child -> child.attachment() == Attachment.NODE)
                .map(_ -> Brought.of(run))));
  }

  private static Optional<RunState.Child> child(Draft draft, String parent, RunState run) {
    return draft.run(parent).map(state -> state.children().get(run.spec().id()));
  }

  /// A run that works for a node is stopped when the node is not at work any more.
  static void dropped(Draft draft, Step step) {
    for (ActionRef ref : step.drop()) {
      if (Desired.begins(ref)) {
        step.state().children().values().stream()
            .filter(child -> Desired.ref(child.call()).equals(ref))
            .filter(child -> draft.run(child.id()).filter(run -> !run.ended()).isPresent())
            .forEach(child ->
                draft.tell(
                    child.id(),
                    new RunInput.Cancel(
                        "its result is not needed", step.state().spec().id(), Undo.AS_IT_IS)));
      }
    }
  }

  private static String notice(RunState run) {
    String answer = RunView.answer(run);
    String shown =
        answer.length() <= MAX_NOTICE ? answer : answer.substring(0, MAX_NOTICE) + "\n[cut]";
    return "[Background task "
        + run.spec().id()
        + " ("
        + run.spec().agent().name()
        + ") "
        + RunView.status(run)
        + "]\n"
        + (shown.isBlank() ? "It gave no answer." : shown);
  }
}
