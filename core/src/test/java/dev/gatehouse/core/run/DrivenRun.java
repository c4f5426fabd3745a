package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
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
        new RunSpec.Owner("default", "ann", Optional.empty(), RunSpec.Watch.WATCHED),
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

  static DrivenRun started(RunSpec spec) {
    return new DrivenRun(spec).post(new RunInput.Start(0, 0));
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
    Map<String, ToolPolicy> tools = Map.of("write", ToolPolicy.STANDARD);
    return post(new RunInput.ModelEnded(model(), outcome, COST, 0.5, tools, findings));
  }

  static ModelOutcome answer(String text) {
    return reply(StopReason.END_TURN, new Content.Text(text));
  }

  static ModelOutcome calls(String... ids) {
    Content[] uses = new Content[ids.length];
    for (int index = 0; index < ids.length; index++) {
      uses[index] =
          new Content.ToolUse(ids[index], "write", Json.object().build(), Optional.empty());
    }
    return reply(StopReason.TOOL_USE, uses);
  }

  static ModelOutcome reply(StopReason stop, Content... content) {
    return new ModelOutcome.Replied(List.of(content), stop, USAGE, "fake/small");
  }

  DrivenRun toolStarts(String callId) {
    return post(new RunInput.ToolStarting(tool(callId), "run_1:" + callId));
  }

  DrivenRun toolEnds(String callId) {
    ToolOutcome outcome = ToolOutcome.ok(Json.of("done"));
    return post(new RunInput.ToolEnded(tool(callId), outcome, 5, Optional.empty(), 0.5));
  }

  ActionRef tool(String callId) {
    ToolCall call = Objects.requireNonNull(state.calls().get(callId));
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
