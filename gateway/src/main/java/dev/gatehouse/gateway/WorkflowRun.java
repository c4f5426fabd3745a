package dev.gatehouse.gateway;

import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.FlowStart;
import dev.gatehouse.runtime.catalog.Surroundings;
import dev.gatehouse.runtime.catalog.WorkflowBook.Edition;
import dev.gatehouse.runtime.catalog.WorkflowBook.Publication;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A run of a workflow in this process. [Gateway#execute] is the short way; this is for programs
/// that want to look on, to answer its questions or to stop it.
public final class WorkflowRun implements AutoCloseable {

  private static final String TENANT = "default";
  private static final String USER = "_default";
  private static final String KEY = "workflow";
  private static final Duration STEP = Duration.ofMillis(200);

  private final AgentRuntime runtime;
  private final String session;
  private final String run;
  private final Onlooker onlooker;

  private WorkflowRun(AgentRuntime runtime, String session, String run) {
    this.runtime = runtime;
    this.session = session;
    this.run = run;
    this.onlooker = runtime.look(run, Place.START);
  }

  /// What is run.
  ///
  /// @param input what the workflow is given
  /// @param context what templates see as `context`
  /// @param watch whether somebody can answer what it asks
  public record Order(Workflow workflow, Json input, Json.Obj context, RunSpec.Watch watch) {}

  /// Begins a run.
  ///
  /// @throws WorkflowException when the workflow could not run here, or takes no such input
  static WorkflowRun begin(AgentRuntime runtime, SchemaValidator schemas, Order order) {
    FlowStart start =
        new FlowStart(edition(runtime, order.workflow()), order.input(), order.context());
    requireFit(schemas, start);
    String session = runtime.ids().session();
    var who =
        new SessionCreated(
            session,
            TENANT,
            KEY,
            USER,
            Optional.empty(),
            order.context(),
            runtime.clock().instant());
    runtime.post(session, new Changes.Open(who, List.of()));
    RunSpec spec = spec(runtime, session, start, order.watch());
    runtime.post(session, new Changes.Begin(spec, false));
    return new WorkflowRun(runtime, session, spec.id());
  }

  private static Edition edition(AgentRuntime runtime, Workflow workflow) {
    List<Workflow> others =
        runtime.workflows().all(TENANT).stream().map(Edition::workflow).toList();
    List<Flaw> flaws = Surroundings.flaws(workflow, runtime.catalog(), others);
    if (!flaws.isEmpty()) {
      throw new WorkflowException(flaws);
    }
    return switch (runtime.workflows().publish(TENANT, workflow, USER)) {
      case Publication.Fresh(Edition edition) -> edition;
      case Publication.Known(Edition edition) -> edition;
      case Publication.Taken(String id) ->
          runtime
              .workflows()
              .find(TENANT, id)
              .filter(edition -> edition.workflow().equals(workflow))
              .orElseThrow(() ->
                  new WorkflowException(
                      List.of(
                          new Flaw("/id", "\"" + id + "\" is configured, and says otherwise"))));
    };
  }

  private static void requireFit(SchemaValidator schemas, FlowStart start) {
    List<Flaw> wrong =
        start.misfits(schemas).stream()
            .map(it -> new Flaw("/input" + it.pointer(), it.message()))
            .toList();
    if (!wrong.isEmpty()) {
      throw new WorkflowException(wrong);
    }
  }

  private static RunSpec spec(
      AgentRuntime runtime, String session, FlowStart start, RunSpec.Watch watch) {
    return start.spec(
        RunSpec.Origin.of(runtime.ids().run(), session, RunSpec.Kind.WORKFLOW),
        new RunSpec.Owner(TENANT, USER, "admin", Optional.empty(), watch),
        FlowProfile.agent(start.edition().workflow()),
        RunSpec.Request.of(List.of(), runtime.clock().instant()),
        runtime.catalog());
  }

  /// {@return its id}
  public String id() {
    return run;
  }

  /// {@return the id of the workflow that a run of its tree is of}
  public Optional<String> workflow(String id) {
    return runtime.store().row(Rows.RUN, id).flatMap(Rows::workflow);
  }

  /// {@return what has happened since it was last asked; nothing when nothing does for a while}
  public List<Frame> next(Duration patience) throws InterruptedException {
    return onlooker.next(patience);
  }

  /// {@return whether it has ended, and all of it was seen}
  public boolean ended() {
    return onlooker.ended();
  }

  /// Answers what it asks.
  ///
  /// @param answer the answer; nothing to decline
  /// @return why the answer does not count, when it does not
  public Optional<String> answer(String question, Optional<Json> answer) {
    Result result =
        runtime.tell(
            session,
            run,
            new RunInput.Answer(
                question,
                answer.isPresent() ? Resolution.ANSWERED : Resolution.DECLINED,
                answer,
                USER));
    return result instanceof Result.Refused refused
        ? Optional.of(refused.why().message())
        : Optional.empty();
  }

  /// Stops it for good.
  public void cancel(String reason) {
    runtime.tell(session, run, new RunInput.Cancel(reason, USER));
  }

  /// Waits for its end.
  public WorkflowResult await() throws InterruptedException {
    while (!onlooker.ended()) {
      onlooker.next(STEP);
    }
    return result();
  }

  /// {@return what came of it}
  public WorkflowResult result() {
    return WorkflowResult.of(json());
  }

  /// {@return the run as `GET /runs/{id}` shows it}
  public Json json() {
    return runtime.shown(run);
  }

  @Override
  public void close() {
    onlooker.close();
  }
}
