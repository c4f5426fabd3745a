package dev.gatehouse.runtime.team;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.Spawned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Starts another agent, and waits for its answer unless it shall work in the background.
///
/// The other run's id follows from the call's idempotency key: a call that is made again after a
/// crash finds the run it had started, and waits for that one.
public final class RunAgentTool implements Tool {

  /// The name of the tool.
  public static final String NAME = "run_agent";

  private static final RecordCodec<RunAgent> CODEC = RecordCodec.of(RunAgent.class);
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(7);
  private static final Duration PATIENCE = AS_LONG_AS_IT_TAKES.minusHours(1);
  private static final int MAX_TASK = 200;

  private final Office office;

  @Doc(
      "Starts another agent with a task and returns its answer. Without `agent` it is a copy of"
          + " yourself without this conversation: tell it everything it needs. Several calls in one"
          + " turn work side by side.")
  record RunAgent(
      @Doc("What it shall do, complete in itself") String task,
      @Doc("The name of an agent or skill; a copy of yourself when absent") Optional<String> agent,
      @Doc("Another model, as provider/name or a configured name") Optional<String> model,
      @Doc("The provider of the model, when `model` names none") Optional<String> provider,
      @Doc("true: do not wait; you are told when it has finished") Optional<Boolean> background) {}

  RunAgentTool(Office office) {
    this.office = office;
  }

  @Override
  public ToolSpec spec() {
    return Specs.of(NAME, RunAgent.class);
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD.idempotently().withTimeout(AS_LONG_AS_IT_TAKES);
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    RunAgent wish = CODEC.decode(input);
    Attachment attachment =
        wish.background().orElse(false) ? Attachment.BACKGROUND : Attachment.AWAITED;
    RunState parent = office.run(context.sessionId(), context.runId()).orElseThrow();
    RunSpec child;
    try {
      child =
          new ChildPlan(office.catalog())
              .of(
                  Ids.runOf(context.idempotencyKey()),
                  parent,
                  new ChildPlan.Wish(wish.agent(), model(wish), List.of(Message.user(wish.task()))),
                  office.now());
    } catch (ChildPlan.Refused refused) {
      return refused.outcome("not_available");
    }
    return switch (office.post(
        context.sessionId(),
        new Changes.Spawn(
            child,
            context.callId(),
            shortened(wish.task()),
            attachment,
            office.catalog().mostLive(parent.spec().agent().name())))) {
      case Spawned.Refused(String why) -> ToolOutcome.error(why);
      case Spawned.Stale _ -> ToolOutcome.error("nobody waits for it any more");
      case Spawned.Begun _ when attachment == Attachment.BACKGROUND -> inBackground(child);
      case Spawned.Begun _ -> awaited(child);
    };
  }

  private static Optional<String> model(RunAgent wish) {
    return wish.model()
        .map(name ->
            wish.provider().isPresent() && name.indexOf('/') < 0
                ? wish.provider().get() + "/" + name
                : name);
  }

  private static String shortened(String task) {
    return task.length() <= MAX_TASK ? task : task.substring(0, MAX_TASK) + "…";
  }

  private static ToolOutcome inBackground(RunSpec child) {
    return ToolOutcome.ok(
        Json.object()
            .put("status", "running")
            .put("task_id", child.id())
            .put("message", "It works in the background; you are told when it has finished.")
            .build());
  }

  /// An interruption is no reason to stop the other run: when this run is cancelled its children
  /// are, and when the gateway is closed the call is made again and finds the same child.
  private ToolOutcome awaited(RunSpec child) throws InterruptedException {
    Optional<RunState> run = office.ended(child.session(), child.id(), PATIENCE);
    if (run.isPresent() && !run.get().ended()) {
      var _ =
          office.post(
              child.session(),
              new Changes.Tell(
                  child.id(), new RunInput.Cancel("nobody waits for it any more", NAME)));
    }
    return run.map(it -> ToolOutcome.ok(Report.of(it)))
        .orElseGet(() -> ToolOutcome.error("run '" + child.id() + "' is gone"));
  }
}
