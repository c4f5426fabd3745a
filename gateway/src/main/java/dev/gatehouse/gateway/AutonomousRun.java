package dev.gatehouse.gateway;

import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.AutonomousResult.Start;
import dev.gatehouse.gateway.state.KeptState;
import dev.gatehouse.gateway.state.StateFolder;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.seat.RunArchive;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run that nobody watches, in a gateway of its own without a server. [Autonomous#run] is the
/// short way; this is for programs that want to stop it or to look on.
public final class AutonomousRun implements AutoCloseable {

  static final String TENANT = "default";
  static final String USER = "_default";

  private static final String KEY = "autonomous";
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int PAGE = 512;

  private final Gateway gateway;
  private final AutonomousOptions options;
  private final Interrupted.Found place;
  private final Start origin;
  private final Worker.Kind kind;
  private volatile boolean closed;

  private AutonomousRun(
      Gateway gateway,
      Worker.Kind kind,
      AutonomousOptions options,
      Interrupted.Found place,
      Start origin) {
    this.gateway = gateway;
    this.kind = kind;
    this.options = options;
    this.place = place;
    this.origin = origin;
  }

  /// Begins a run, or goes on with the one that an earlier process began for the same task.
  ///
  /// @param worker an agent or a workflow, as [Worker] reads it
  /// @param message what an agent shall do; what a workflow is given, unless the options say so
  /// @throws AutonomousException when nobody can do it
  public static AutonomousRun start(String worker, String message, AutonomousOptions options)
      throws InterruptedException {
    Task task = new Task(worker, message, options.input(), options.limits());
    Instant opened = Instant.now();
    Gateway gateway = AutonomousPlan.of(Worker.parse(worker), options).embedded();
    try {
      return begun(gateway, task, options, opened);
    } catch (RuntimeException | InterruptedException failed) {
      gateway.close(Duration.ZERO);
      throw failed;
    }
  }

  private static AutonomousRun begun(
      Gateway gateway, Task task, AutonomousOptions options, Instant opened)
      throws InterruptedException {
    AgentRuntime runtime = gateway.runtime();
    SessionCreated session =
        new SessionCreated(
            runtime.ids().session(),
            TENANT,
            KEY,
            USER,
            options.channel(),
            Json.object().build(),
            runtime.clock().instant());
    RunSpec spec = AutonomousPlan.spec(gateway, task, session, options);
    Optional<Interrupted.Found> earlier =
        new Interrupted(runtime, opened).find(task, spec.limits());
    Worker.Kind kind = spec.flow().isPresent() ? Worker.Kind.WORKFLOW : Worker.Kind.AGENT;
    if (earlier.isPresent()) {
      return new AutonomousRun(gateway, kind, options, earlier.get(), Start.RESUMED);
    }
    runtime.post(session.id(), new Changes.Open(session, List.of()));
    welcome(gateway, session);
    boolean tainted = gateway.state().map(StateFolder::kept).map(KeptState::tainted).orElse(false);
    runtime.post(session.id(), new Changes.Begin(spec, tainted));
    return new AutonomousRun(
        gateway,
        kind,
        options,
        new Interrupted.Found(session.id(), spec.id(), Place.START),
        Start.NEW);
  }

  /// A session that the hook refuses is over, so that nobody finds a run in it later.
  private static void welcome(Gateway gateway, SessionCreated session) throws InterruptedException {
    try {
      gateway.reception().opened(session);
    } catch (AutonomousException refused) {
      gateway.runtime().post(session.id(), new Changes.End("a hook refused the session", "hook"));
      throw refused;
    }
  }

  /// {@return its id}
  public String id() {
    return place.run();
  }

  /// {@return its session}
  public String session() {
    return place.session();
  }

  /// {@return what does it}
  public Worker.Kind kind() {
    return kind;
  }

  /// {@return whether an earlier process had begun it}
  public Start origin() {
    return origin;
  }

  /// {@return where what this process sees of it begins}
  public Place from() {
    return place.from();
  }

  /// {@return the runtime it runs in}
  public AgentRuntime runtime() {
    return gateway.runtime();
  }

  Optional<StateFolder> keeps() {
    return gateway.state();
  }

  /// Stops it for good. What was said so far stays said.
  public void cancel(String reason) {
    runtime().tell(session(), id(), new RunInput.Cancel(reason, "user"));
  }

  /// Waits for its end.
  ///
  /// @throws InterruptedException when this thread is told to stop, or the run is closed
  public AutonomousResult await() throws InterruptedException {
    AutonomousListener listener = options.listener();
    listener.begun(id(), origin);
    try (Onlooker onlooker = runtime().look(id(), from())) {
      boolean over = false;
      while (!over) {
        if (closed) {
          throw new InterruptedException("run \"" + id() + "\" was closed");
        }
        for (Frame frame : onlooker.next(STEP)) {
          over |= told(listener, frame.body());
        }
      }
    }
    AutonomousResult result = result();
    listener.ended(result);
    return result;
  }

  /// {@return whether the run is over}
  private boolean told(AutonomousListener listener, Body body) {
    if (body instanceof Body.Said said
        && said.run().equals(id())
        && said.voice() == Frame.Voice.TEXT) {
      listener.text(said.text());
    }
    if (body instanceof Body.Recorded recorded) {
      listener.event(recorded);
      return recorded.run().equals(id()) && isEnd(recorded);
    }
    return false;
  }

  private static boolean isEnd(Body.Recorded recorded) {
    return recorded.event() instanceof RunEvent.RunCompleted
        || recorded.event() instanceof RunEvent.RunCancelled
        || recorded.event() instanceof RunEvent.RunFailed;
  }

  /// {@return what came of it}
  ///
  /// @throws IllegalStateException while it goes on
  public AutonomousResult result() {
    RunState run =
        runtime()
            .post(session(), new Changes.LookAt(id()))
            .filter(RunState::ended)
            .orElseThrow(() -> new IllegalStateException("run '" + id() + "' has not ended"));
    Json row =
        runtime()
            .store()
            .row(Rows.RUN, id())
            .map(it -> Json.parse(it.body()))
            .orElseThrow(() -> new IllegalStateException("run '" + id() + "' has no row"));
    return AutonomousResult.of(this, run, row, tally());
  }

  /// Counts over the whole tree and over all processes that worked on it: the log knows them all.
  private ToolTally tally() {
    ToolTally tally = new ToolTally();
    Onlooker.LogReader log = new RunArchive(runtime().store()).reader(id());
    List<Frame> page;
    long pos = 0;
    do {
      page = log.after(pos, PAGE);
      for (Frame frame : page) {
        if (frame.body() instanceof Body.Recorded recorded
            && recorded.event() instanceof ToolEvent.ToolCallFinished call) {
          count(tally, call);
        }
      }
      pos = page.isEmpty() ? pos : page.getLast().place().pos();
    } while (page.size() == PAGE);
    return tally;
  }

  private static void count(ToolTally tally, ToolEvent.ToolCallFinished call) {
    switch (call.outcome()) {
      case ToolOutcome.Failed(var failure) ->
          tally.failed(call.tool(), failure.code().wire(), failure.message());
      case ToolOutcome.Ok _ -> tally.done(call.tool());
    }
  }

  /// Stops this process's part in it. A run that has not ended is left to the next call with the
  /// same state folder.
  @Override
  public void close() {
    closed = true;
    gateway.close(PATIENCE);
  }
}
