package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.gateway.Autonomous;
import dev.gatehouse.gateway.AutonomousOptions;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs need the sandbox that the channel wants, whoever among the runs of a tree asks for
/// them. There is none but `wasm` here, and the channel `public` wants a container.
@Timeout(120)
class SandboxFloorTest {

  private static final String YAML =
      """
      sandbox: { backends: [wasm] }
      agents:
        leader:
          prompt: You lead.
          tools: [run_agent]
          channels: { public: { sandbox-floor: container } }
        careless: { prompt: You lead., tools: [run_agent] }
        middle: { prompt: You pass on., tools: [run_agent] }
        coder: { prompt: You code., tools: [code_execute] }
        careful:
          prompt: You code.
          tools: [code_execute]
          channels: { public: { sandbox-floor: container } }
      workflows:
        inline: [{ id: alone, steps: [{ id: a, agent: careful, prompt: go }] }]
      """;

  private static final String PUBLIC = ",\"context\":{\"channel\":\"public\"}";

  @TempDir private Path folder;

  /// What became of the programs.
  private final Queue<String> results = new ConcurrentLinkedQueue<>();

  private GatewayPlan plan() {
    return Gateway.plan()
        .config(ConfigFile.parse(YAML, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .provider("script", people())
        .model("script/any")
        .port(0);
  }

  /// Leaders hand on what they are told, in the words `AGENT` or `background AGENT`; coders code.
  private Model people() {
    return (request, _, _) -> {
      if (request.messages().getLast().role() == Role.TOOL) {
        return noted(request);
      }
      return switch (request.system()) {
        case String said when said.startsWith("You lead.") -> handedOn(request);
        case String said when said.startsWith("You pass on.") ->
            calls("run_agent", Json.obj("task", Json.of("go"), "agent", Json.of("coder")));
        default -> calls("code_execute", Json.obj("code", Json.of("print(6 * 7)")));
      };
    };
  }

  private static ModelOutcome handedOn(ModelRequest request) {
    String[] words = request.messages().getLast().text().split(" ", -1);
    if (words.length > 2) {
      return answer(StopReason.END_TURN, new Content.Text("I have heard of it."));
    }
    Json wish =
        Json.object()
            .put("task", "go")
            .put("agent", words[words.length - 1])
            .put("background", words.length == 2)
            .build();
    return calls("run_agent", wish);
  }

  private ModelOutcome noted(ModelRequest request) {
    if (request.system().startsWith("You code.")) {
      for (Content block : request.messages().getLast().content()) {
        if (block instanceof Content.ToolResult result) {
          results.add(result.output());
        }
      }
    }
    return answer(StopReason.END_TURN, new Content.Text("Done."));
  }

  private static ModelOutcome calls(String tool, Json input) {
    return answer(
        StopReason.TOOL_USE, new Content.ToolUse("call_1", tool, input, Optional.empty()));
  }

  private static ModelOutcome answer(StopReason stop, Content content) {
    return new ModelOutcome.Replied(List.of(content), stop, new Usage(10, 5, 0, 0, 0), "any");
  }

  private void assertThatProgramsRan() {
    assertThat(results).singleElement().asString().contains("42");
  }

  private void assertThatProgramsWereRefused() {
    assertThat(results).singleElement().asString().contains("needs the level CONTAINER");
  }

  private static Visitor visitor(Gateway gateway) throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    return visitor;
  }

  @Test
  void withoutAChannelProgramsRunTwoLevelsDown() throws Exception {
    try (Gateway gateway = plan().start()) {
      visitor(gateway).say("middle", ",\"agent\":\"leader\"");
    }

    assertThatProgramsRan();
  }

  @Test
  void floorOfALeaderBindsTwoLevelsDown() throws Exception {
    try (Gateway gateway = plan().start()) {
      visitor(gateway).say("middle", ",\"agent\":\"leader\"" + PUBLIC);
    }

    assertThatProgramsWereRefused();
  }

  @Test
  void floorOfALeaderBindsWhatWorksInTheBackground() throws Exception {
    try (Gateway gateway = plan().start()) {
      visitor(gateway).say("background coder", ",\"agent\":\"leader\"" + PUBLIC);
    }

    assertThatProgramsWereRefused();
  }

  @Test
  void floorOfAHelperBindsItUnderACarelessLeader() throws Exception {
    try (Gateway gateway = plan().start()) {
      visitor(gateway).say("careful", ",\"agent\":\"careless\"" + PUBLIC);
    }

    assertThatProgramsWereRefused();
  }

  @Test
  void floorBindsHeadlessRunsAndTheirHelpers() throws Exception {
    AutonomousOptions options = AutonomousOptions.of(plan()).withChannel("public");

    Autonomous.run("careful", "go", options);
    assertThatProgramsWereRefused();
    results.clear();

    Autonomous.run("leader", "middle", options);
    assertThatProgramsWereRefused();
    results.clear();

    Autonomous.run("alone", "go", options);
    assertThatProgramsWereRefused();
  }

  /// Publishes a workflow and runs it.
  private static Json ran(Visitor visitor, String workflow, String context) throws Exception {
    Json document = Json.parse(workflow);
    assertThat(visitor.post("/api/workflows", workflow).statusCode()).isLessThan(300);
    String id = document.at("id").flatMap(Json::text).orElseThrow();
    String order = "{\"workflow\":\"" + id + "\",\"input\":{},\"wait\":120" + context + "}";
    return Json.parse(visitor.post("/api/runs", order).body());
  }

  private static String node(String agent) {
    return "{\"id\":\"w-%s\",\"steps\":[{\"id\":\"a\",\"agent\":\"%s\",\"prompt\":\"middle\"}]}"
        .formatted(agent, agent);
  }

  @Test
  void floorOfAnAgentBindsItInAWorkflow() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = new Visitor(gateway).keyed("k");

      ran(visitor, node("careful"), "");
      assertThatProgramsRan();
      results.clear();

      ran(visitor, node("careful"), PUBLIC);
      assertThatProgramsWereRefused();
      results.clear();

      ran(visitor, node("leader"), PUBLIC);
      assertThatProgramsWereRefused();
    }
  }

  @Test
  void floorOfAWorkflowBindsItsAgentsItsToolsAndTheWorkflowsInIt() throws Exception {
    GatewayPlan plan =
        plan()
            .runtimeFactory((chosen, _, _, channel) ->
                channel.isPresent() && chosen.name().startsWith("w-")
                    ? chosen.with(chosen.profile().withSandboxFloor(Level.CONTAINER))
                    : chosen);
    String around = "{\"id\":\"w-around\",\"steps\":[{\"id\":\"b\",\"workflow\":\"w-coder\"}]}";
    String tool =
        "{\"id\":\"w-tool\",\"steps\":[{\"id\":\"t\",\"tool\":\"code_execute\",\"args\":{\"code\":\"print(1)\"}}]}";
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway).keyed("k");

      ran(visitor, node("coder"), PUBLIC);
      assertThatProgramsWereRefused();
      results.clear();

      ran(visitor, around, PUBLIC);
      assertThatProgramsWereRefused();

      assertThat(ran(visitor, tool, "").at("status")).contains(Json.of("completed"));
      assertThat(ran(visitor, tool, PUBLIC).toString()).contains("sandbox_unavailable");
    }
  }
}
