package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Frame.Voice;
import dev.gatehouse.runtime.stream.Place;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NativeFaceTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final String LOGGED = "\"ts\":\"2026-01-02T03:04:05.678Z\",\"run_seq\":7";
  private static final Usage USAGE = new Usage(1, 2, 3, 4, 5);
  private static final Cost COST = new Cost(1_500_000);

  private static String wire(Event event) {
    return wire(new Frame(Place.at(9), new Body.Recorded("run_1", 7, AT, event)));
  }

  private static String wire(Frame frame) {
    return new String(frame.bytes(NativeFace.INSTANCE), StandardCharsets.UTF_8);
  }

  private static String placed(String json) {
    return "id: 4-2-8\ndata: " + json + "\n\n";
  }

  private static String logged(String type, String members) {
    return "id: 9\ndata: {\"type\":\""
        + type
        + "\",\"run_id\":\"run_1\","
        + LOGGED
        + members
        + "}\n\n";
  }

  @Test
  void fragmentsCarryTheirPlace() {
    var place = new Place(4, 2, 8);

    assertThat(wire(new Frame(place, new Body.Said("run_1", 1, 2, Voice.TEXT, "é\"\n", 8))))
        .isEqualTo(placed("{\"type\":\"text_delta\",\"run_id\":\"run_1\",\"text\":\"é\\\"\\n\"}"));
    assertThat(wire(new Frame(place, new Body.Said("run_1", 1, 2, Voice.THINKING, "hm", 8))))
        .contains("\"type\":\"thinking_delta\"");
    assertThat(wire(new Frame(place, new Body.Arguments("run_1", "c", "{\"a\""))))
        .isEqualTo(
            placed(
                "{\"type\":\"tool_input_delta\",\"run_id\":\"run_1\","
                    + "\"tool_call_id\":\"c\",\"text\":\"{\\\"a\\\"\"}"));
    assertThat(wire(new Frame(place, new Body.Output("run_1", "c", "t", "stdout", "x", 1))))
        .isEqualTo(
            placed(
                "{\"type\":\"tool_output_chunk\",\"run_id\":\"run_1\",\"tool_call_id\":\"c\","
                    + "\"tool_name\":\"t\",\"stream\":\"stdout\",\"text\":\"x\",\"seq\":1}"));
    var own = Json.obj("type", Json.of("a.b"), "run_id", Json.of("forged"), "n", Json.of(1));
    assertThat(wire(new Frame(place, new Body.Custom("run_1", "c", own))))
        .isEqualTo(
            placed("{\"type\":\"a.b\",\"run_id\":\"run_1\",\"tool_call_id\":\"c\"," + "\"n\":1}"));
  }

  @Test
  void lifeOfARunHasItsFrames() {
    assertThat(wire(new RunEvent.RunStarted("a", "m", "sess_1", Optional.empty(), 0, 0, false)))
        .isEqualTo(
            logged("run_started", ",\"agent\":\"a\",\"model\":\"m\",\"session_id\":\"sess_1\""));
    assertThat(wire(new RunEvent.TurnEnded(1, USAGE, StopReason.END_TURN)))
        .isEqualTo(
            logged(
                "turn_complete",
                ",\"turn\":1,\"usage\":{\"input_tokens\":1,\"output_tokens\":2,"
                    + "\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":4,"
                    + "\"reasoning_tokens\":5},\"stop_reason\":\"end_turn\""));
    assertThat(wire(new RunEvent.RunPaused("ann")))
        .isEqualTo(logged("waiting", ",\"reason\":\"paused\",\"by\":\"ann\""));
    assertThat(wire(new RunEvent.RunResumed("ann", RunLimits.STANDARD, Optional.of(40L))))
        .isEqualTo(logged("resumed", ",\"reason\":\"paused\",\"after_ms\":40,\"by\":\"ann\""));
    assertThat(
            wire(
                new RunEvent.RunCompleted(
                    StopReason.END_TURN, USAGE, COST, Optional.of(Json.of(1)))))
        .isEqualTo(
            logged(
                "stream_complete",
                ",\"usage\":{\"input_tokens\":1,\"output_tokens\":2,"
                    + "\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":4,"
                    + "\"reasoning_tokens\":5,\"estimated_cost\":0.0015},"
                    + "\"stop_reason\":\"end_turn\",\"output\":1"));
    assertThat(wire(new RunEvent.RunCancelled("why", "who", USAGE, COST)))
        .isEqualTo(logged("cancelled", ",\"reason\":\"why\",\"by\":\"who\""));
    assertThat(
            wire(
                new RunEvent.RunFailed(
                    Failure.of(Failure.Code.OVERLOADED, "busy"), USAGE, COST, Optional.of(3L))))
        .isEqualTo(
            logged(
                "error",
                ",\"error\":\"busy\",\"code\":\"overloaded\",\"retryable\":true,\"discard_from\":\"3\""));
    assertThat(wire(new RunEvent.CancelRequested("why", "who"))).isEmpty();
  }

  @Test
  void limitIsTwoEventsOfWhichTheLastHasThePlace() {
    String turns =
        wire(new RunEvent.LimitReached(StopReason.MAX_TURNS, BigDecimal.TWO, BigDecimal.TWO));
    String budget =
        wire(
            new RunEvent.LimitReached(
                StopReason.BUDGET, new BigDecimal("0.123456"), new BigDecimal("0.2")));
    String time = wire(new RunEvent.LimitReached(StopReason.TIME, BigDecimal.TEN, BigDecimal.TEN));

    assertThat(turns)
        .isEqualTo(
            "data: {\"type\":\"limit_reached\",\"run_id\":\"run_1\","
                + LOGGED
                + ",\"limit\":\"turns\",\"value\":2,\"max\":2}\n\n"
                + logged("max_turns_reached", ",\"turn_count\":3,\"max_turns\":2"));
    assertThat(budget).endsWith(logged("budget_exceeded", ",\"total_cost\":0.1235,\"budget\":0.2"));
    assertThat(time)
        .isEqualTo(logged("limit_reached", ",\"limit\":\"time\",\"value\":10,\"max\":10"));
  }

  @Test
  void stepsHaveTheirFrames() {
    assertThat(wire(new ModelEvent.ModelCallDispatched(1, 2, "m", COST)))
        .isEqualTo(
            logged(
                "turn_started",
                ",\"turn\":1,\"model\":\"m\",\"attempt\":2,\"reserved_cost\":0.0015"));
    var failure = Failure.of(Failure.Code.STALLED, "silence");
    assertThat(
            wire(
                new ModelEvent.ModelFailed(
                    1, 1, "m", failure, USAGE, COST, 5, ModelEvent.Plan.RETRY)))
        .isEqualTo(
            logged(
                "stream_retry",
                ",\"attempt\":0,\"error\":\"silence\",\"discard_from\":\"5\",\"model\":\"m\""));
    assertThat(
            wire(
                new ModelEvent.ModelFailed(
                    1, 1, "m", failure, USAGE, COST, 5, ModelEvent.Plan.GIVE_UP)))
        .isEmpty();
    assertThat(wire(new ModelEvent.ContextCompacted(1, "short", 2, 100, 20, USAGE, COST)))
        .isEqualTo(logged("compaction", ",\"chars\":5,\"chars_before\":100,\"chars_after\":20"));
  }

  @Test
  void callOfAnMcpServerSaysWhereItGoes() {
    var call =
        new ToolEvent.ToolCallRequested(
            "c", "t", Json.object().build(), 1, 0, ToolPolicy.STANDARD, "mcp:library");

    assertThat(wire(call))
        .contains("\"execution_location\":\"mcp:library\"")
        .contains("\"server\":\"library\"");
  }

  @Test
  void endOfCallSaysWhereItWas() {
    var call =
        new ToolEvent.ToolCallFinished(
            "c",
            "t",
            1,
            ToolOutcome.ok(Json.NULL),
            12,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.of("mcp:library"));

    assertThat(wire(call))
        .contains("\"execution_location\":\"mcp:library\",\"server\":\"library\"");
  }

  @Test
  void changeOfToolsHasItsFrame() {
    var change = new ToolSource.Change("library", List.of("a", "b"), false, "it is closed");
    var frame = new Frame(Place.at(1), new Body.ToolsChanged("run_1", change));

    assertThat(wire(frame))
        .contains(
            "\"type\":\"tools_unavailable\",\"run_id\":\"run_1\",\"server\":\"library\","
                + "\"tools\":[\"a\",\"b\"],\"reason\":\"it is closed\"");
  }

  @Test
  void toolCallsHaveTheirFrames() {
    Json input = Json.obj("a", Json.of(1));
    assertThat(
            wire(
                new ToolEvent.ToolCallRequested(
                    "c", "t", input, 1, 0, ToolPolicy.STANDARD, "backend")))
        .isEqualTo(
            logged(
                "tool_call_start",
                ",\"tool_call_id\":\"c\",\"tool_name\":\"t\",\"tool_input\":{\"a\":1},"
                    + "\"execution_location\":\"backend\",\"call_index\":0,"
                    + "\"started_at\":\"2026-01-02T03:04:05.678Z\""));
    assertThat(finished(ToolOutcome.ok(input), Optional.empty()))
        .isEqualTo(
            logged(
                "tool_call_complete",
                ",\"tool_call_id\":\"c\",\"tool_name\":\"t\",\"result\":{\"a\":1},\"error\":null,"
                    + "\"duration_ms\":12,\"execution_location\":\"backend\""));
    assertThat(finished(ToolOutcome.error("no"), Optional.of("art_1")))
        .isEqualTo(
            logged(
                "tool_call_complete",
                ",\"tool_call_id\":\"c\",\"tool_name\":\"t\",\"result\":null,"
                    + "\"error\":{\"code\":\"tool_error\",\"message\":\"no\"},"
                    + "\"duration_ms\":12,\"execution_location\":\"backend\",\"truncated\":true,\"artifact_id\":\"art_1\""));
    assertThat(finished(ToolOutcome.ok(Json.NULL), Optional.empty()))
        .contains("\"result\":{},\"error\":null");
  }

  private static String finished(ToolOutcome outcome, Optional<String> blob) {
    return wire(
        new ToolEvent.ToolCallFinished(
            "c", "t", 1, outcome, 12, blob, false, Optional.empty(), Optional.of("backend")));
  }

  @Test
  void questionsHaveTheirFrames() {
    assertThat(
            wire(
                new FlowEvent.QuestionAsked(
                    "quest_1",
                    FlowEvent.Kind.UNKNOWN_OUTCOME,
                    "did it?",
                    List.of("yes", "no"),
                    Optional.empty(),
                    "c",
                    Optional.of(AT))))
        .isEqualTo(
            logged(
                "question_asked",
                ",\"question_id\":\"quest_1\",\"kind\":\"unknown_outcome\",\"prompt\":\"did it?\","
                    + "\"choices\":[\"yes\",\"no\"],\"tool_call_id\":\"c\","
                    + "\"expires_at\":\"2026-01-02T03:04:05.678Z\""));
    assertThat(
            wire(
                new FlowEvent.QuestionResolved(
                    "quest_1", FlowEvent.Resolution.ANSWERED, Optional.empty(), "ann")))
        .isEqualTo(
            logged(
                "question_resolved",
                ",\"question_id\":\"quest_1\",\"action\":\"answered\",\"by\":\"ann\""));
  }

  @Test
  void namesThatToolsChooseCannotBreakTheFrame() {
    var own = Json.obj("type", Json.of("a.b"), "x\":1}\n\nid: 0\n", Json.of(1));
    var frame = new Frame(Place.at(1), new Body.Custom("run_1", "c", own));

    List<String> lines = wire(frame).lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(Json.parse(lines.get(1).substring(6)).at("x\":1}\n\nid: 0\n")).contains(Json.of(1));
  }
}
