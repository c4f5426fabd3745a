package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A run that a test leads by the hand, input by input.
final class DrivenRun {

  static final Usage USAGE = new Usage(100, 20, 0, 0, 0);
  static final Cost COST = new Cost(7);
  static final Json INPUT = Json.object().build();

  private static final Map<String, RunInput.Treatment> TOOLS =
      Map.of(
          "write", new RunInput.Treatment(ToolPolicy.STANDARD, "backend"),
          "pick", new RunInput.Treatment(ToolPolicy.STANDARD, ToolCall.CLIENT),
          "send",
              new RunInput.Treatment(ToolPolicy.STANDARD.idempotently().withAttempts(3), "backend"),
          "browse",
              new RunInput.Treatment(
                  ToolPolicy.STANDARD.withOnUnknown(OnUnknown.PROBE).untrusted(), "backend"));

  private final List<Event> log = new ArrayList<>();
  private RunState state;
  private RunMachine.Step last;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");

  DrivenRun(RunSpec spec) {
    last = RunMachine.STANDARD.create(spec);
    state = last.state();
  }

  static RunSpec spec() {
    return new RunSpec(
        RunSpec.Origin.of("run_1", "sess_1", RunSpec.Kind.CHAT),
        new RunSpec.Owner("default", "ann", "user", Optional.empty(), RunSpec.Watch.WATCHED),
        AgentProfile.of("clerk", "You are a clerk.", "fake/small").withTools(List.of("write")),
        RunLimits.STANDARD,
        RunSpec.Request.of(List.of(Message.user("hello")), Instant.EPOCH));
  }

  static RunSpec limited(RunLimits limits) {
    return spec().with(limits);
  }

  static RunSpec structured() {
    Json schema = Json.obj("type", Json.of("object"));
    return spec().with(spec().request().withOutputSchema(Optional.of(schema)));
  }

  static DrivenRun created(RunSpec spec) {
    return new DrivenRun(spec);
  }

  static DrivenRun started(RunSpec spec) {
    return created(spec).post(new RunInput.Start(0, 0, false));
  }

  DrivenRun post(RunInput input) {
    Result result = result(input);
    assertThat(result).isInstanceOf(Result.Stepped.class);
    last = ((Result.Stepped) result).step();
    state = last.state();
    log.addAll(last.events());
    return this;
  }

  Decision.Reason refusal(RunInput input) {
    Result result = result(input);
    assertThat(result).isInstanceOf(Result.Refused.class);
    return ((Result.Refused) result).why().reason();
  }

  private Result result(RunInput input) {
    now = now.plusMillis(10);
    return RunMachine.STANDARD.step(state, input, new Stamp(now, log.size() + 2L));
  }

  /// The model call that is wanted is announced to the log.
  DrivenRun asks() {
    return post(new RunInput.ModelStarting(model(), "fake/small", new Cost(50)));
  }

  DrivenRun hears(ModelOutcome outcome) {
    return hears(outcome, List.of());
  }

  DrivenRun hears(ModelOutcome outcome, List<String> findings) {
    return post(new RunInput.ModelEnded(model(), outcome, COST, 0.5, TOOLS, findings));
  }

  static ModelOutcome answer(String text) {
    return reply(StopReason.END_TURN, new Content.Text(text));
  }

  static ModelOutcome calls(String... ids) {
    return wishes("write", ids);
  }

  static ModelOutcome wishes(String tool, String... ids) {
    Content[] uses = new Content[ids.length];
    for (int index = 0; index < ids.length; index++) {
      uses[index] = new Content.ToolUse(ids[index], tool, INPUT, Optional.empty());
    }
    return reply(StopReason.TOOL_USE, uses);
  }

  static ModelOutcome reply(StopReason stop, Content... content) {
    return new ModelOutcome.Replied(List.of(content), stop, USAGE, "fake/small");
  }

  /// A run whose model has just wished for one call of a tool.
  static DrivenRun wishing(String tool) {
    return wishing(spec(), tool);
  }

  static DrivenRun wishing(RunSpec spec, String tool) {
    return started(spec).asks().hears(wishes(tool, "a"));
  }

  static RunSpec headless() {
    RunSpec.Owner owner =
        new RunSpec.Owner("default", "ann", "user", Optional.empty(), RunSpec.Watch.HEADLESS);
    RunSpec watched = spec();
    return new RunSpec(
        watched.origin(), owner, watched.agent(), watched.limits(), watched.request());
  }

  /// Nobody has anything against a call.
  DrivenRun allows(String callId) {
    return post(Judged.allowing(this, callId));
  }

  /// A call is judged, and a human is asked.
  DrivenRun asksFor(String callId, Terms terms) {
    return post(Judged.asking(this, callId, terms));
  }

  /// What was begun and is not wanted any more ends before it has done anything.
  DrivenRun rests() {
    state.open().values().stream()
        .filter(open -> open.mark() == RunState.Mark.DROPPED)
        .toList()
        .forEach(open -> post(new RunInput.Closed(open.ref())));
    return this;
  }

  /// A call is allowed and made.
  DrivenRun makes(String callId) {
    return allows(callId).toolStarts(callId);
  }

  /// Time passes.
  DrivenRun waits(Duration time) {
    now = now.plus(time);
    return this;
  }

  Instant now() {
    return now;
  }

  DrivenRun rings(String timer) {
    return post(new RunInput.TimerRang(open(timer)));
  }

  /// {@return what is open under an id}
  ActionRef open(String id) {
    return Objects.requireNonNull(state.open().get(id), id).ref();
  }

  ToolCall call(String callId) {
    return Objects.requireNonNull(state.calls().get(callId), callId);
  }

  DrivenRun toolStarts(String callId) {
    return post(new RunInput.ToolStarting(tool(callId), "run_1:" + callId));
  }

  DrivenRun toolEnds(String callId) {
    ToolOutcome outcome = ToolOutcome.ok(Json.of("done"));
    return post(new RunInput.ToolEnded(tool(callId), outcome, 5, Optional.empty(), 0.5, false));
  }

  ActionRef tool(String callId) {
    ToolCall call = call(callId);
    return new ActionRef(call.action(), call.attempt());
  }

  ActionRef model() {
    return state.open().values().stream()
        .map(RunState.Open::ref)
        .filter(ref -> ref.id().endsWith(".model") && !ref.passive())
        .findFirst()
        .orElseThrow();
  }

  <E extends Event> E only(Class<E> type) {
    List<E> found = all(type);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  <E extends Event> List<E> all(Class<E> type) {
    return log.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// {@return where an event stands; the log of the test begins after the creation}
  long place(Event event) {
    return log.indexOf(event) + 2L;
  }

  /// {@return why a call failed}
  Failure failure(String callId) {
    return all(ToolEvent.ToolCallFinished.class).stream()
        .filter(over -> over.callId().equals(callId))
        .map(over -> ((ToolOutcome.Failed) over.outcome()).failure())
        .findFirst()
        .orElseThrow();
  }

  List<String> names() {
    return log.stream().map(Event.CODEC::typeName).toList();
  }

  RunState state() {
    return state;
  }

  RunMachine.Step last() {
    return last;
  }
}
