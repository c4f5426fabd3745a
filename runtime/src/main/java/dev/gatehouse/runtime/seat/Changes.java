package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.Decision;
import dev.gatehouse.core.run.Rebuild;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Life;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The changes that can be made to a session, but for [Admit], which has a file of its own.
public final class Changes {

  private Changes() {}

  /// Somebody takes a seat.
  ///
  /// @param messages a conversation that is brought along
  public record Open(SessionCreated created, List<Message> messages)
      implements Change<SessionState> {
    @Override
    public SessionState apply(Draft draft) {
      if (draft.session().isEmpty()) {
        draft.record(created);
        if (!messages.isEmpty()) {
          draft.record(new SessionEvent.ConversationExtended(0, Optional.empty(), messages));
        }
      }
      return draft.session().orElseThrow();
    }
  }

  /// Just look.
  public record Look() implements Change<Optional<SessionState>> {
    @Override
    public Optional<SessionState> apply(Draft draft) {
      return draft.session();
    }
  }

  /// Look at a run.
  public record LookAt(String run) implements Change<Optional<RunState>> {
    @Override
    public Optional<RunState> apply(Draft draft) {
      return draft.run(run);
    }
  }

  /// Find the calls of that name. Names come from models: a run and those it has started may use
  /// the same one.
  public record FindCalls(String callId) implements Change<List<FoundCall>> {
    @Override
    public List<FoundCall> apply(Draft draft) {
      return draft.live().stream()
          .flatMap(run ->
              Optional.ofNullable(run.calls().get(callId))
                  .map(call -> new FoundCall(run.spec(), call))
                  .stream())
          .toList();
    }
  }

  /// A call and the run it belongs to.
  public record FoundCall(RunSpec run, ToolCall call) {}

  /// A run that needs no floor begins, at once or when it is due.
  ///
  /// @param tainted whether what it starts with may have been written by strangers
  public record Begin(RunSpec spec, boolean tainted) implements Change<RunState> {

    /// A run that starts with what its user says.
    public Begin(RunSpec spec) {
      this(spec, false);
    }

    @Override
    public RunState apply(Draft draft) {
      Optional<RunState> known = draft.run(spec.id());
      if (known.isPresent()) {
        return known.get();
      }
      draft.create(spec);
      if (spec.request().due().isEmpty()) {
        draft.tell(spec.id(), new RunInput.Start(0, 0, tainted));
      }
      return draft.run(spec.id()).orElseThrow();
    }
  }

  /// A run starts another one.
  ///
  /// @param spec the other one; when it exists already, this is not the first time it was started
  /// @param call the tool call that starts it
  /// @param task what it is told to do, shortened
  /// @param most how many runs of the tree may be live; that of a workflow has a limit of its own
  public record Spawn(RunSpec spec, String call, String task, Attachment attachment, int most)
      implements Change<Spawned> {

    /// The most runs that may be live in one tree, unless the agent says otherwise.
    public static final int MAX_LIVE = 16;

    /// The most runs that may be live in the tree of a workflow.
    public static final int MAX_LIVE_NODES = 1_024;

    /// With the usual limit.
    public Spawn(RunSpec spec, String call, String task, Attachment attachment) {
      this(spec, call, task, attachment, MAX_LIVE);
    }

    @Override
    public Spawned apply(Draft draft) {
      Optional<RunState> known = draft.run(spec.id());
      if (known.isPresent()) {
        return new Spawned.Begun(known.get());
      }
      long live =
          draft.live().stream().filter(run -> run.spec().root().equals(spec.root())).count();
      int room = isFlow(draft) ? MAX_LIVE_NODES : most;
      if (live >= room) {
        return new Spawned.Refused(
            live
                + " runs of this tree are live and "
                + room
                + " may be; wait until one of them has finished");
      }
      String parent = spec.origin().parent().orElseThrow();
      Result told =
          draft.tell(
              parent,
              new RunInput.ChildBegan(spec.id(), call, spec.agent().name(), task, attachment));
      if (told instanceof Result.Refused(Decision.Rejected why)) {
        return why.reason() == Decision.Reason.STALE
            ? new Spawned.Stale()
            : new Spawned.Refused(why.message());
      }
      boolean tainted = draft.run(parent).orElseThrow().talk().tainted();
      draft.create(spec);
      draft.tell(spec.id(), new RunInput.Start(0, 0, tainted));
      return new Spawned.Begun(draft.run(spec.id()).orElseThrow());
    }

    private boolean isFlow(Draft draft) {
      return spec.origin().parent().flatMap(draft::run).flatMap(RunState::flow).isPresent();
    }
  }

  /// What came of starting another run.
  public sealed interface Spawned {

    /// It is there.
    record Begun(RunState state) implements Spawned {}

    /// It is not: nobody wants it any more.
    record Stale() implements Spawned {}

    /// It is not, for this reason.
    record Refused(String why) implements Spawned {}
  }

  /// Something is said to a run.
  public record Tell(String run, RunInput input) implements Change<Result> {
    @Override
    public Result apply(Draft draft) {
      if (draft.run(run).isEmpty()) {
        return new Result.Refused(
            new Decision.Rejected(Decision.Reason.NOT_FOUND, "there is no run '" + run + "'"));
      }
      return draft.tell(run, input);
    }

    @Override
    public Company company() {
      return input instanceof RunInput.ModelStarting || input instanceof RunInput.CompactionStarting
          ? Company.ALONE
          : Company.SHARED;
    }
  }

  /// A run is resumed. One that had left the floor must be able to take it again, where it left it.
  public record Resume(String run, RunInput.Resume input) implements Change<Result> {
    @Override
    public Result apply(Draft draft) {
      Optional<RunState> state = draft.run(run);
      if (state.isEmpty()
          || !state.get().ended()
          || state.get().spec().kind() != RunSpec.Kind.CHAT) {
        return new Tell(run, input).apply(draft);
      }
      SessionState session = draft.session().orElseThrow();
      RunState ended = state.get();
      int length = session.branches().get(ended.talk().branch()).messages().size();
      int left = ended.talk().messages().size() + ended.talk().steered().size();
      boolean movedOn = length != ended.talk().history() + left;
      if (session.active().isPresent() || movedOn || session.life() == Life.ENDED) {
        return new Result.Refused(
            new Decision.Rejected(
                Decision.Reason.ALREADY_DONE,
                "the conversation of session '"
                    + session.who().id()
                    + "' has moved on; start a new run"));
      }
      Result result = draft.tell(run, input);
      if (result instanceof Result.Stepped) {
        draft.record(new SessionEvent.RunActivated(run));
      }
      return result;
    }
  }

  /// The session is over: its runs are cancelled.
  public record End(String reason, String by) implements Change<Boolean> {
    @Override
    public Boolean apply(Draft draft) {
      if (draft.session().filter(session -> session.life() == Life.OPEN).isEmpty()) {
        return false;
      }
      draft.record(new SessionEvent.SessionEnded(reason));
      for (RunState run : draft.live()) {
        draft.tell(run.spec().id(), new RunInput.Cancel(reason, by));
      }
      return true;
    }
  }

  /// The process is new: what was in flight is lost, what was decided begins.
  ///
  /// @param questions makes ids for questions that have to be asked
  public record Recover(Supplier<String> questions) implements Change<Integer> {
    @Override
    public Integer apply(Draft draft) {
      int actions = 0;
      for (RunState run : draft.live()) {
        for (var open : run.open().values()) {
          boolean lost = open.mark() != Mark.DECIDED;
          if (lost) {
            draft.tell(run.spec().id(), new RunInput.Lost(open.ref(), questions.get()));
          }
          actions++;
        }
        redo(draft, run);
      }
      return actions;
    }

    /// Begins what had been decided before the loss and still is; what the loss itself led to
    /// begins anyway.
    private static void redo(Draft draft, RunState before) {
      RunState now = draft.run(before.spec().id()).orElse(before);
      List<ActionRef> old =
          Rebuild.undispatched(before).stream().map(action -> action.ref()).toList();
      Rebuild.undispatched(now).stream()
          .filter(action -> old.contains(action.ref()))
          .forEach(action -> draft.redo(now, action));
    }
  }
}
