package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.RunReplay;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Takes back over HTTP what runs of workflows and of agents have done.
@Timeout(300)
final class RollbackTest {

  private static final String ROLLBACK = "{\"reason\":\"enough\",\"rollback\":true}";
  private static final String TRIP =
      """
      {"id": "trip", "steps": [
        {"id": "seat", "tool": "book", "args": {"what": "seat"}},
        {"id": "room", "tool": "book", "args": {"what": "room"}},
        {"id": "stay", "wait": "1d"}]}
      """;

  @TempDir private Path folder;
  private final Lever book =
      new Lever(
          "book",
          ToolPolicy.STANDARD.withUndo(
              new Undo(
                  "drop", Json.parse("{\"what\":\"{{ input.what }}\",\"by\":\"{{ output }}\"}"))));

  private GatewayPlan plan(Lever drop, String rules) {
    return Gateway.plan()
        .config(
            ConfigFile.parse(
                "agents:\n  clerk: { prompt: clerk, tools: [book] }\n" + rules,
                "test",
                Environment.of(_ -> null)))
        .model("fake/m")
        .data(folder.resolve("data"))
        .port(0)
        .provider(
            "fake",
            new Improvising(request ->
                request.messages().size() < 3
                    ? Turn.calls("book", "{\"what\":\"car\"}")
                    : Turn.calls("sign", "{}")))
        .tool(book)
        .tool(drop)
        .tool(new Till());
  }

  /// A tool that has no money.
  private record Till() implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("pay", "pays", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      return ToolOutcome.error("no money");
    }
  }

  private static String run(Visitor visitor, String body) throws Exception {
    return Json.parse(visitor.post("/api/runs", body).body())
        .at("run_id")
        .flatMap(Json::text)
        .orElseThrow();
  }

  private static void cancel(Visitor visitor, String run, String body) throws Exception {
    assertThat(visitor.post("/api/runs/" + run + "/cancel", body).statusCode()).isEqualTo(202);
  }

  private static String begun(Visitor visitor) throws Exception {
    assertThat(visitor.post("/api/workflows", TRIP).statusCode()).isEqualTo(201);
    return run(visitor, "{\"workflow\":\"trip\",\"input\":{}}");
  }

  private static Json object(Visitor visitor, String run) throws Exception {
    return visitor.look("/api/runs/" + run);
  }

  @Test
  void runOfAWorkflowEndsOnceAllIsTakenBackAndSaysSo() throws Exception {
    Lever drop = Lever.of("drop");
    String run;
    try (Gateway gateway = plan(drop, "").start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      visitor = visitor.keyed("k");
      run = begun(visitor);
      Listening stream = visitor.subscribe("run_id=" + run);
      stream.until("waiting");
      cancel(visitor, run, ROLLBACK);
      List<Json> heard = stream.rest();

      assertThat(drop.pulls())
          .map(Json::toString)
          .containsExactly(
              "{\"what\":\"room\",\"by\":\"pulled\"}", "{\"what\":\"seat\",\"by\":\"pulled\"}");
      assertThat(Visitor.types(heard).subList(heard.size() - 8, heard.size()))
          .containsSubsequence(
              "undo_started",
              "tool_call_start",
              "tool_call_complete",
              "undo_finished",
              "cancelled");
      Json object = object(visitor, run);
      assertThat(object.at("status")).contains(Json.of("cancelled"));
      assertThat(object.at("undo").orElseThrow().toString())
          .contains("\"status\":\"done\"", "\"undone_count\":2");
      assertThat(visitor.look("/api/runs/" + run + "/why").toString())
          .contains("Rolled back: undone: 'book' of 'room', 'book' of 'seat'", "it takes back");
    }
    assertThat(RunReplay.of(folder.resolve("data"), run).orElseThrow().first()).isEmpty();
  }

  @Test
  void irreversibleUndoWaitsForAHumanWhereARuleSaysSo() throws Exception {
    Lever drop = Lever.of("drop", Effect.IRREVERSIBLE);
    try (Gateway gateway = plan(drop, "tools:\n  drop: { approval: [{}] }\n").start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      visitor = visitor.keyed("k");
      String run = begun(visitor);
      Listening stream = visitor.subscribe("run_id=" + run);
      stream.until("waiting");
      cancel(visitor, run, ROLLBACK);
      Json asked = stream.until("tool_approval_request");
      assertThat(visitor.look("/api/runs/" + run + "/blocked-on").toString())
          .contains("\"approval\"");
      String first = asked.at("approval_id").flatMap(Json::text).orElseThrow();
      visitor.post("/api/approvals/" + first, "{\"decision\":\"deny\",\"reason\":\"keep it\"}");
      Json second = stream.until("tool_approval_request");
      visitor.post(
          "/api/approvals/" + second.at("approval_id").flatMap(Json::text).orElseThrow(),
          "{\"decision\":\"approve\"}");
      stream.rest();

      assertThat(drop.pulls()).hasSize(1).first().asString().contains("seat");
      assertThat(object(visitor, run).at("undo").orElseThrow().toString())
          .contains("\"undone_count\":1", "user_denied");
    }
  }

  @Test
  void runOfAnAgentIsTakenBackByAToolThatItsAgentDoesNotHave() throws Exception {
    Lever drop = Lever.of("drop");
    try (Gateway gateway = plan(drop, "").start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream =
          visitor.listen(
              "go",
              ",\"client_tools\":[{\"name\":\"sign\",\"input_schema\":{\"type\":\"object\"}}]");
      Json wanted = stream.until("tool_result_request");
      String run = wanted.at("run_id").flatMap(Json::text).orElseThrow();
      cancel(visitor.keyed("k"), run, ROLLBACK);
      List<Json> heard = stream.rest();

      assertThat(Visitor.types(heard)).endsWith("undo_finished", "cancelled");
      assertThat(drop.pulls())
          .map(Json::toString)
          .containsExactly("{\"what\":\"car\",\"by\":\"pulled\"}");
    }
  }

  private static void publish(Visitor visitor, String... documents) throws Exception {
    for (String document : documents) {
      assertThat(visitor.post("/api/workflows", document).statusCode()).isEqualTo(201);
    }
  }

  private static Json ended(Visitor visitor, String run) throws Exception {
    return visitor.look("/api/runs/" + run + "/wait?timeout=50");
  }

  private static List<String> texts(Json object, String list, String member) {
    return object
        .at("undo")
        .orElseThrow()
        .asArray()
        .orElseThrow()
        .items()
        .getFirst()
        .items(list)
        .stream()
        .map(line -> line.at(member).flatMap(Json::text).orElseThrow())
        .toList();
  }

  @Test
  void whatNestedWorkflowsHaveDoneIsTakenBackWhenTheOneAboveFails() throws Exception {
    Lever drop = Lever.of("drop");
    try (Gateway gateway = plan(drop, "").start()) {
      Visitor visitor = new Visitor(gateway).keyed("k");
      publish(
          visitor,
          """
          {"id": "deep", "steps": [{"id": "bed", "tool": "book", "args": {"what": "bed"}}]}
          """,
          """
          {"id": "stay", "steps": [
            {"id": "room", "tool": "book", "args": {"what": "{{ input.hotel }}"}},
            {"id": "more", "workflow": "deep"}]}
          """,
          """
          {"id": "tour", "steps": [
            {"id": "seat", "tool": "book", "args": {"what": "seat"}},
            {"id": "sub", "workflow": "stay", "with": {"hotel": "room"}},
            {"id": "pay", "tool": "pay", "args": {}, "on-error": "compensate"}]}
          """);
      String run = run(visitor, "{\"workflow\":\"tour\",\"input\":{}}");
      Json object = ended(visitor, run);

      assertThat(object.at("status")).contains(Json.of("failed"));
      assertThat(drop.pulls())
          .map(pull -> pull.at("what").flatMap(Json::text).orElseThrow())
          .containsExactly("bed", "room", "seat");
      assertThat(texts(object, "undone", "tool_call_id"))
          .containsExactly("bed#2", "room#2", "seat#2");
      assertThat(texts(object, "undone", "run_id")).doesNotHaveDuplicates().last().isEqualTo(run);
      assertThat(object.path("error", "message").orElseThrow().toString())
          .contains("step 'pay': no money", "'book' of 'bed', 'book' of 'room', 'book' of 'seat'");
    }
  }

  @Test
  void whatANestedWorkflowHasTakenBackItselfIsNotTakenBackAgain() throws Exception {
    Lever drop = Lever.of("drop");
    try (Gateway gateway = plan(drop, "").start()) {
      Visitor visitor = new Visitor(gateway).keyed("k");
      publish(
          visitor,
          """
          {"id": "stay", "steps": [
            {"id": "bath", "tool": "book", "args": {"what": "bath"}},
            {"id": "group", "on-error": "skip", "steps": [
              {"id": "room", "tool": "book", "args": {"what": "room"}},
              {"id": "pay", "tool": "pay", "args": {}, "on-error": "compensate"}]},
            {"id": "last", "tool": "pay", "args": {}}]}
          """,
          """
          {"id": "tour", "steps": [
            {"id": "seat", "tool": "book", "args": {"what": "seat"}},
            {"id": "sub", "workflow": "stay", "on-error": "compensate"}]}
          """);
      Json object = ended(visitor, run(visitor, "{\"workflow\":\"tour\",\"input\":{}}"));

      assertThat(object.at("status")).contains(Json.of("failed"));
      assertThat(drop.pulls())
          .map(pull -> pull.at("what").flatMap(Json::text).orElseThrow())
          .containsExactly("room", "bath", "seat");
      assertThat(texts(object, "undone", "tool_call_id")).containsExactly("bath#2", "seat#2");
    }
  }
}
