package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.SessionEvent.Place;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission;
import dev.gatehouse.core.session.ClientHistory;
import dev.gatehouse.core.session.SessionState;
import java.util.List;
import java.util.Optional;

/// A user says something in a session: a chat run begins, waits, or hears of it.
///
/// @param spec the run that would begin; its input is what the client sent
/// @param whenBusy what the client wants when another run has the floor
/// @param history whose memory of the conversation counts
/// @param sent whether the log must be asked for an answer that was given before
public record Admit(RunSpec spec, Admission.WhenBusy whenBusy, History history, Sent sent)
    implements Change<Admit.Admitted> {

  /// A request that may have come before.
  public Admit(RunSpec spec, Admission.WhenBusy whenBusy, History history) {
    this(spec, whenBusy, history, Sent.PERHAPS_BEFORE);
  }

  /// Whether the same request may have come before.
  public enum Sent {
    /// The id of the run was made for this request.
    ONCE,
    /// The id of the run belongs to a key of the client's.
    PERHAPS_BEFORE
  }

  /// Whose memory of the conversation counts.
  public enum History {
    /// The client sent all of it, as clients of the Python package do.
    CLIENT,
    /// The client sent what is new.
    SERVER
  }

  /// What came of it.
  public sealed interface Admitted {

    /// The run exists.
    record Accepted(String run) implements Admitted {}

    /// A run that has the floor hears it before its next turn.
    record Steered(String run) implements Admitted {}

    /// A run has heard it before: the same request comes again.
    record Heard(String run) implements Admitted {}

    /// There is no run, because of this.
    record Refused(Admission why) implements Admitted {}
  }

  @Override
  public Admitted apply(Draft draft) {
    Optional<SessionState> session = draft.session();
    if (session.isEmpty()) {
      return new Admitted.Refused(new Admission.Gone());
    }
    Optional<Admitted> before = sent == Sent.ONCE ? Optional.empty() : before(draft);
    if (before.isPresent()) {
      return before.get();
    }
    Admission admission = Admission.of(session.get(), whenBusy);
    return switch (admission) {
      case Admission.Start _ -> start(draft, session.get());
      case Admission.Enqueue _ -> enqueue(draft, Place.LAST);
      case Admission.Interrupt now -> interrupt(draft, now.active());
      case Admission.Steer now -> steer(draft, session.get(), now.active());
      case Admission.Busy _, Admission.Full _, Admission.Gone _ -> new Admitted.Refused(admission);
    };
  }

  /// {@return what came of the request when it came before}
  private Optional<Admitted> before(Draft draft) {
    if (draft.run(spec.id()).isPresent()) {
      return Optional.of(new Admitted.Accepted(spec.id()));
    }
    return whenBusy == Admission.WhenBusy.STEER
        ? draft.hearer(spec.id()).map(Admitted.Heard::new)
        : Optional.empty();
  }

  private Admitted start(Draft draft, SessionState session) {
    List<Message> input = spec.input();
    if (history == History.CLIENT) {
      ClientHistory.Match match =
          ClientHistory.match(session.conversation().messages(), spec.input());
      if (match.extension() == ClientHistory.Extension.DIFFERS) {
        draft.record(
            new SessionEvent.ConversationBranched(
                session.branches().size(), session.current(), match.shared()));
      }
      input = match.tail();
    }
    draft.create(spec.with(spec.request().withInput(input)));
    Floor.take(draft, spec.id());
    return new Admitted.Accepted(spec.id());
  }

  /// While a run has the floor, the conversation is not known to its end: only the newest message
  /// counts.
  private Admitted enqueue(Draft draft, Place place) {
    draft.create(spec.with(spec.request().withInput(newest())));
    draft.record(new SessionEvent.RunQueued(spec.id(), place));
    return new Admitted.Accepted(spec.id());
  }

  private Admitted interrupt(Draft draft, String active) {
    Admitted queued = enqueue(draft, Place.FIRST);
    draft.tell(active, new RunInput.Cancel("interrupted by a new message", "interrupt"));
    return queued;
  }

  private Admitted steer(Draft draft, SessionState session, String active) {
    boolean heard =
        draft.tell(active, new RunInput.Steer(newest(), spec.owner().user()))
            instanceof Result.Stepped;
    if (heard) {
      draft.heard(spec, active);
      return new Admitted.Steered(active);
    }
    return session.queue().size() >= SessionState.MAX_QUEUE
        ? new Admitted.Refused(new Admission.Full(session.queue().size()))
        : enqueue(draft, Place.LAST);
  }

  private List<Message> newest() {
    List<Message> sent = spec.input();
    int from = sent.size() - 1;
    while (from > 0 && sent.get(from - 1).role() == Role.USER) {
      from--;
    }
    return sent.subList(from, sent.size());
  }
}
