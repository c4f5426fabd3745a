package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Life;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may speak in a session: one chat run at a time. A run that ends leaves what was said to the
/// conversation, and the floor to the next in the queue. Other runs work beside the conversation
/// and need no floor.
final class Floor {

  private Floor() {}

  /// Gives the floor to a run and lets it begin.
  static void take(Draft draft, String run) {
    SessionState session = session(draft);
    draft.record(new SessionEvent.RunActivated(run));
    int branch = session.current();
    draft.tell(
        run,
        new RunInput.Start(branch, session.conversation().messages().size(), session.tainted()));
  }

  /// Takes the floor from a run that has ended.
  static void leave(Draft draft, RunState run) {
    if (run.spec().kind() != RunSpec.Kind.CHAT) {
      return;
    }
    remember(draft, run);
    if (run.talk().tainted() && !session(draft).tainted()) {
      draft.record(new SessionEvent.SessionTainted(run.spec().id()));
    }
    boolean held = session(draft).active().filter(run.spec().id()::equals).isPresent();
    draft.record(new SessionEvent.RunReleased(run.spec().id()));
    SessionState session = session(draft);
    if (held
        && session.active().isEmpty()
        && !session.queue().isEmpty()
        && session.life() == Life.OPEN) {
      take(draft, session.queue().getFirst());
    }
  }

  /// What a run said joins the conversation. A run that was continued past a limit adds what is
  /// new.
  private static void remember(Draft draft, RunState run) {
    SessionState session = session(draft);
    if (run.control().since().equals(Instant.EPOCH)) {
      return;
    }
    int branch = run.talk().branch();
    int known = session.branches().get(branch).messages().size() - run.talk().history();
    List<Message> said = new ArrayList<>(run.talk().messages());
    said.addAll(run.talk().steered());
    if (known >= 0 && known < said.size()) {
      draft.record(
          new SessionEvent.ConversationExtended(
              branch, Optional.of(run.spec().id()), said.subList(known, said.size())));
    }
    run.talk()
        .context()
        .summary()
        .ifPresent(summary ->
            draft.record(
                new SessionEvent.ConversationCompacted(branch, summary.through(), summary.text())));
  }

  private static SessionState session(Draft draft) {
    return draft.session().orElseThrow(() -> new IllegalStateException("no session"));
  }
}
