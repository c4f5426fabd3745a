package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.ModelConfig;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every frame that runs give has the members clients rely on: of agents and of workflows.
@Timeout(120)
final class FrameTableTest {

  private static final FrameTable TABLE = FrameTable.read();

  private static final Set<String> OF_AGENTS =
      Set.of(
          """
          budget_exceeded cancelled compaction error failover interceptor_decision limit_reached \
          max_turns_reached resumed run_started stream_complete stream_retry subagent_finished \
          subagent_started text_delta thinking_delta tool_approval_request tool_approval_resolved \
          tool_call_complete tool_call_start tool_input_delta tool_output_chunk tool_result_request \
          tools_available tools_unavailable turn_complete turn_started waiting\
          """
              .split(" "));
  private static final Set<String> OF_WORKFLOWS =
      Set.of(
          """
          branch_taken loop_iteration message_sent node_finished node_skipped node_started \
          plan_made question_asked question_resolved resumed route_chosen run_started \
          state_changed stream_complete subagent_finished subagent_started task_claimed \
          tool_call_complete tool_call_start undo_finished undo_started waiting\
          """
              .split(" "));

  private static final String WORKFLOW =
      """
      {"id": "everything", "state": {"notes": {"merge": "append"}}, "steps": [
        {"id": "pause", "wait": {"signal": "begin", "timeout": "1m"}},
        {"id": "fact", "transform": {"notes": "one"}},
        {"id": "way", "branch": [{"when": "true", "do": [{"id": "left", "transform": {"a": 1}}]}]},
        {"id": "refine", "loop": [{"id": "draft", "agent": "writer", "prompt": "draft"}],
         "critic": {"agent": "critic"}, "until": {"score": 0.5}, "max-iterations": 2},
        {"id": "route", "agent": {"capability": ["work"]}, "prompt": "mail"},
        {"id": "team", "manager": "lead", "prompt": "plan", "workers": [{"agent": "worker"}]},
        {"id": "again", "agent": "writer", "prompt": "fail", "retry": {"attempts": 2, "backoff": "10ms"}},
        {"id": "nap", "wait": "20ms"},
        {"id": "lost", "transform": {"never": 1}},
        {"id": "ask", "human": {"ask": "choose", "prompt": "Which?", "choices": ["tea", "milk"]}},
        {"id": "sub", "workflow": "small"},
        {"id": "call", "tool": "shout", "args": {"loud": true}},
        {"id": "sorry", "on-error": "skip", "steps": [
          {"id": "loud", "tool": "shout", "args": {}},
          {"id": "none", "map": "input.none", "do": [{"id": "never", "wait": "1s"}],
           "on-error": "compensate"}]}]}
      """;

  private static final String CONFIG =
      """
      interceptors:
        - { when: "args.loud", name: no_shouting, tools: [shout], action: warn }
      agents:
        clerk: { prompt: clerk, tools: [shout, pay, run_agent, kennel], approval: [{ tool: pay }] }
        kid: { prompt: kid, tools: [] }
        dear: { prompt: dear, model: anthropic/claude-sonnet-4-6, tools: [] }
        lead: { prompt: lead, tools: [] }
        worker: { prompt: worker, tools: [post_message], capabilities: [work] }
        writer: { prompt: writer, tools: [] }
        critic: { prompt: critic, tools: [] }
      """;

  @TempDir private Path folder;
  private final Kennel kennel = new Kennel();
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger failures = new AtomicInteger();
  private final List<Json> frames = new ArrayList<>();
  private Gateway gateway;

  /// Says what it does while it does it.
  private record Shout() implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("shout", "shouts", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolPolicy policy() {
      return ToolPolicy.STANDARD.withUndo(Undo.by("hush"));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      context.output(ToolContext.Stream.STDOUT, "HEY");
      return ToolOutcome.ok(Json.of("heard"));
    }
  }

  /// Takes back what was said.
  private record Hush() implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("hush", "hushes", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      return ToolOutcome.ok(Json.of("hushed"));
    }
  }

  @BeforeEach
  void start() {
    kennel.bring("run_away");
    gateway =
        Gateway.plan()
            .config(
                ConfigFile.parse(CONFIG, "test", Environment.of(_ -> null))
                    .withModel("pair", ModelConfig.of("first/m", "second/m").withAttempts(1))
                    .withAgent("pair", AgentConfig.Local.STANDARD.withModel("pair")))
            .model("fake/m")
            .environment(Environment.of(name -> name.equals("ANTHROPIC_API_KEY") ? "k" : null))
            .data(folder.resolve("data"))
            .port(0)
            .provider("fake", new Improvising(this::play))
            .provider("first", new Improvising(_ -> Turn.fails(Failure.Code.OVERLOADED)))
            .provider("second", new Improvising(_ -> Turn.says("second")))
            .tool(new Shout())
            .tool(new Hush())
            .tool(Lever.of("pay"))
            .source(kennel)
            .start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /// All parts there are.
  private Turn play(ModelRequest request) {
    String told = request.messages().getLast().text();
    if (request.system().contains("memory of an assistant")) {
      return Turn.says("they talked");
    }
    return switch (told) {
      case "shout" -> Turn.thinks("hm").thenCalls("shout", "{\"loud\":true}");
      case "pay" -> Turn.calls("pay", "{}");
      case "look" -> Turn.calls("look", "{}");
      case "delegate" ->
          Turn.calls("run_agent", "{\"task\":\"wait\",\"agent\":\"kid\",\"background\":true}");
      case "wait" -> Turn.waits(go).thenSays("waited");
      case "away" -> Turn.calls("run_away", "{}");
      case "stumble" ->
          failures.getAndIncrement() == 0
              ? Turn.fails(Failure.Code.OVERLOADED)
              : Turn.says("caught");
      case "break" -> Turn.fails(Failure.Code.BILLING);
      case "overflow" ->
          request.messages().size() > 3
              ? Turn.fails(Failure.Code.CONTEXT_TOO_LONG)
              : Turn.says("ok");
      case "mail" -> Turn.calls("post_message", "{\"to\":\"*\",\"text\":\"hi\"}");
      case "fail" ->
          failures.getAndIncrement() == 0 ? Turn.fails(Failure.Code.BILLING) : Turn.says("well");
      default -> Turn.says(answer(request));
    };
  }

  private static String answer(ModelRequest request) {
    String schema = request.outputSchema().map(Json::toString).orElse("");
    if (schema.contains("\"tasks\"")) {
      return "{\"tasks\":[{\"id\":\"t1\",\"task\":\"do it\"}]}";
    }
    return schema.contains("\"score\"") ? "{\"score\":0.9}" : "done";
  }

  private Visitor visitor() throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    return visitor;
  }

  private static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElseThrow();
  }

  private static Set<String> types(List<Json> frames) {
    return new TreeSet<>(Visitor.types(frames));
  }

  @Test
  void framesOfAgentsHaveTheirMembers() throws Exception {
    frames.addAll(visitor().say("shout"));
    frames.addAll(visitor().say("away"));
    frames.addAll(visitor().say("stumble"));
    frames.addAll(visitor().say("break"));
    frames.addAll(visitor().say("hello", ",\"agent\":\"pair\""));
    frames.addAll(visitor().say("shout", ",\"limits\":{\"max_turns\":1}"));
    frames.addAll(
        visitor().say("hello", ",\"agent\":\"dear\",\"limits\":{\"max_budget_usd\":0.0000001}"));
    approve();
    serve();
    gather();
    cancel();
    overflow();

    assertThat(TABLE.faults(frames)).isEmpty();
    assertThat(types(frames)).containsAll(OF_AGENTS);
  }

  @Test
  void framesOfWorkflowsHaveTheirMembers() throws Exception {
    Visitor visitor = visitor().keyed("k");
    publish(visitor, "{\"id\":\"small\",\"steps\":[{\"id\":\"one\",\"transform\":{\"a\":1}}]}");
    publish(visitor, WORKFLOW);
    Json begun =
        Json.parse(visitor.post("/api/runs", "{\"workflow\":\"everything\",\"input\":{}}").body());
    String run = "/api/runs/" + text(begun, "run_id");
    Listening stream = visitor.subscribe("run_id=" + text(begun, "run_id"));
    stream.until("waiting");
    assertThat(visitor.post(run + "/nodes/lost/skip", "{\"reason\":\"late\"}").statusCode())
        .isEqualTo(202);
    visitor.post(run + "/signal", "{\"name\":\"begin\",\"payload\":1}");
    String question = text(stream.until("question_asked"), "question_id");
    visitor.post("/api/questions/" + question, "{\"action\":\"answer\",\"value\":\"tea\"}");
    List<Json> heard = stream.rest();

    assertThat(TABLE.faults(heard)).isEmpty();
    assertThat(types(heard)).containsAll(OF_WORKFLOWS);
    assertThat(of(heard, "waiting", "reason"))
        .containsExactly("signal", "timer", "timer", "question");
    assertThat(of(heard, "resumed", "reason"))
        .containsExactly("signal", "timer", "timer", "question");
    assertThat(of(heard, "waiting", "path")).containsExactly("pause", "again", "nap", "ask");
    assertThat(TABLE.faults(visitor.subscribe("run_id=" + text(begun, "run_id")).rest())).isEmpty();
  }

  private static List<String> of(List<Json> frames, String type, String member) {
    return frames.stream()
        .filter(frame -> Visitor.type(frame).equals(type))
        .map(frame -> text(frame, member))
        .toList();
  }

  private static void publish(Visitor visitor, String document) throws Exception {
    assertThat(visitor.post("/api/workflows", document).statusCode()).isEqualTo(201);
  }

  @Test
  void noRowIsLeftOut() {
    Set<String> shown = new TreeSet<>(OF_AGENTS);
    shown.addAll(OF_WORKFLOWS);

    assertThat(shown).isEqualTo(new TreeSet<>(TABLE.rows().keySet()));
  }

  private void approve() throws Exception {
    Visitor visitor = visitor();
    Listening stream = visitor.listen("pay", "");
    String approval = text(stream.until("tool_approval_request"), "approval_id");
    visitor.post("/api/approvals/" + approval, "{\"decision\":\"approve\"}");
    frames.addAll(stream.rest());
  }

  private void serve() throws Exception {
    Visitor visitor = visitor();
    Listening stream =
        visitor.listen(
            "look",
            ",\"client_tools\":[{\"name\":\"look\",\"input_schema\":{\"type\":\"object\"}}]");
    Json wanted = stream.until("tool_result_request");
    visitor.post(
        "/api/chat/tool-result",
        "{\"tool_call_id\":%s,\"nonce\":%s,\"result\":1}"
            .formatted(wanted.at("tool_call_id").orElseThrow(), wanted.at("nonce").orElseThrow()));
    frames.addAll(stream.rest());
  }

  private void gather() throws Exception {
    Listening stream = visitor().listen("delegate", "");
    stream.until("waiting");
    go.countDown();
    frames.addAll(stream.rest());
  }

  private void cancel() throws Exception {
    Visitor visitor = visitor();
    Listening stream = visitor.listen("pay", "");
    stream.until("tool_approval_request");
    visitor.post("/api/chat/cancel", "{\"reason\":\"enough\"}");
    frames.addAll(stream.rest());
  }

  private void overflow() throws Exception {
    Visitor visitor = visitor();
    for (int round = 0; round < 3; round++) {
      frames.addAll(visitor.say("overflow", ",\"context\":{\"history\":\"server\"}"));
    }
  }
}
