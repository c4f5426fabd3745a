package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.interpreter.Board;
import dev.gatehouse.core.interpreter.MergeRule;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunMachine.Step;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.session.SessionFold;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.SeatState.Seated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session as it will be if what has been recorded here becomes durable.
///
/// Changes read and write it; nothing outside sees it before the commit. Events are folded as they
/// are recorded, so that each change sees what the ones before it did.
public final class Draft {

  private final String id;
  private final Instant at;
  private final SeatState state;
  private final RunArchive archive;
  private final RunMachine machine;
  private final Budgets budgets;
  private final List<Written> written = new ArrayList<>();
  private final List<Debit> debits = new ArrayList<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<Drop> drops = new ArrayList<>();

  /// An event and where it will be stored.
  record Written(String root, Entry entry, Event event) {}

  /// An action to begin, with the run as it will be then.
  record Start(RunState run, SessionState session, Action action) {}

  /// An action to stop.
  record Drop(String run, ActionRef ref) {}

  Draft(
      String id,
      Instant at,
      SeatState state,
      RunArchive archive,
      RunMachine machine,
      Budgets budgets) {
    this.id = id;
    this.at = at;
    this.state = state;
    this.archive = archive;
    this.machine = machine;
    this.budgets = budgets;
  }

  /// {@return the id of the session}
  public String id() {
    return id;
  }

  /// {@return the time of this step}
  public Instant at() {
    return at;
  }

  /// {@return the session, empty before it was created}
  public Optional<SessionState> session() {
    return state.session();
  }

  /// {@return a run of this session, live or ended}
  public Optional<RunState> run(String run) {
    Seated seated = state.runs().get(run);
    if (seated == null) {
      seated = archive.load(id, run).orElse(null);
      if (seated != null) {
        state.runs().put(run, seated);
        String root = seated.state().spec().root();
        state.pos(root, Math.max(state.pos(root), archive.pos(root)));
      }
    }
    return Optional.ofNullable(seated).map(Seated::state);
  }

  /// {@return the runs that have not ended}
  public List<RunState> live() {
    return state.runs().values().stream().map(Seated::state).filter(run -> !run.ended()).toList();
  }

  /// Records an event of the session.
  public void record(SessionEvent event) {
    SessionState next =
        state.session().map(now -> SessionFold.apply(now, event)).orElseGet(() -> created(event));
    long seq = state.sessionSeq() + 1;
    state.session(next, seq);
    written.add(new Written(id, entry(id, seq, seq, event), event));
    Row row = Rows.session(next, at);
    rows.put(row.kind() + row.id(), row);
  }

  private SessionState created(SessionEvent event) {
    if (event instanceof SessionEvent.SessionCreated created) {
      return SessionState.of(created);
    }
    throw new IllegalStateException("session '" + id + "' was not created before " + event);
  }

  /// Creates a run.
  public RunState create(RunSpec spec) {
    Step step = machine.create(spec);
    state.pos(spec.root(), state.pos(spec.root()));
    write(spec, step, 0);
    if (spec.flow().isPresent() && !session().orElseThrow().kept().isEmpty()) {
      tell(spec.id(), new RunInput.Remember(session().orElseThrow().kept()));
    }
    return step.state();
  }

  /// Remembers, in the same commit, that a run hears what another one was asked for.
  void heard(RunSpec asked, String hearer) {
    RunSpec spec = run(hearer).orElseThrow().spec();
    SessionState seat = state.session().orElseThrow();
    Row row = Rows.heard(seat.who(), asked, spec, at);
    rows.put(row.kind() + row.id(), row);
  }

  /// {@return the run that heard what a run of this id was asked for}
  Optional<String> hearer(String id) {
    return Optional.ofNullable(rows.get(Rows.HEARD + id))
        .or(() -> archive.row(Rows.HEARD, id))
        .map(Row::subject);
  }

  /// Says something to a run of this session, which must be there.
  public Result tell(String run, RunInput input) {
    RunState before = run(run).orElseThrow(() -> new IllegalStateException("no run '" + run + "'"));
    RunSpec spec = before.spec();
    Result result = machine.step(before, input, new Stamp(at, state.pos(spec.root()) + 1));
    if (result instanceof Result.Stepped stepped) {
      debits.addAll(budgets.debits(before, this::run, stepped.step().events()));
      write(spec, stepped.step(), seq(run));
      Kin.follow(this, before, stepped.step().state());
      Kin.dropped(this, stepped.step());
      keep(spec, stepped.step().events());
      ended(before, stepped.step().state());
    }
    return result;
  }

  /// What workflows share from one run to the next belongs to the session.
  private void keep(RunSpec spec, List<Event> events) {
    if (spec.flow().filter(flow -> flow.slice().isEmpty()).isEmpty()) {
      return;
    }
    for (Event event : events) {
      if (event instanceof NodeEvent.StateChanged change && Board.isKept(change)) {
        Json old = session().orElseThrow().kept().getOrDefault(change.key(), Json.NULL);
        MergeRule rule = MergeRule.named(change.merge()).orElse(MergeRule.REPLACE);
        record(
            new SessionEvent.StateKept(spec.id(), change.key(), rule.merge(old, change.value())));
      }
    }
  }

  private long seq(String run) {
    Seated seated = state.runs().get(run);
    return seated == null ? 0 : seated.seq();
  }

  private void write(RunSpec spec, Step step, long after) {
    Optional<RunState> before = Optional.ofNullable(state.runs().get(spec.id())).map(Seated::state);
    long seq = after;
    long pos = state.pos(spec.root());
    for (Event event : step.events()) {
      seq++;
      pos++;
      written.add(new Written(spec.root(), entry(spec.id(), seq, pos, event), event));
    }
    state.pos(spec.root(), pos);
    state.runs().put(spec.id(), new Seated(step.state(), seq));
    SessionState seat = state.session().orElseThrow(() -> new IllegalStateException("no session"));
    List<Row> changed = Rows.of(seat.who(), before, step.state(), step.events(), seq, at, archive);
    changed.forEach(row -> rows.put(row.kind() + row.id(), row));
    Rows.owed(seat.who(), before, step.state(), seq, at)
        .forEach(row -> rows.put(row.kind() + row.id(), row));
    step.start().forEach(action -> starts.add(new Start(step.state(), seat, action)));
    step.drop().forEach(ref -> drops.add(new Drop(spec.id(), ref)));
  }

  private Entry entry(String stream, long seq, long pos, Event event) {
    String body = Event.CODEC.encode(event).toString();
    return new Entry(stream, seq, pos, at, Event.SCHEMA, Event.CODEC.typeName(event), body);
  }

  private void ended(RunState before, RunState after) {
    if (!before.ended() && after.ended()) {
      Floor.leave(this, after);
    }
  }

  /// Begins an action that was decided earlier.
  public void redo(RunState run, Action action) {
    SessionState seat = state.session().orElseThrow(() -> new IllegalStateException("no session"));
    starts.add(new Start(run, seat, action));
  }

  List<Written> written() {
    return written;
  }

  List<Debit> debits() {
    return debits;
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }

  List<Start> starts() {
    return starts;
  }

  List<Drop> drops() {
    return drops;
  }

  SeatState state() {
    return state;
  }

  boolean isEmpty() {
    return written.isEmpty();
  }

  /// {@return whether an event ends a run}
  static boolean isTerminal(Event event) {
    return event instanceof RunEvent.RunCompleted
        || event instanceof RunEvent.RunCancelled
        || event instanceof RunEvent.RunFailed;
  }
}
