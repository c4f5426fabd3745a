package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tools that ask a human while they work.
@Timeout(300)
final class ElicitationTest {

  @TempDir private Path folder;
  private final ScriptedModel model = ScriptedModel.of(Turn.calls("book", "{}"), Turn.says("done"));

  private Gateway gateway() {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("fake", model)
        .model("fake/model")
        .agent("a", AgentConfig.Local.STANDARD)
        .tool(new Booking())
        .start();
  }

  private static int answer(Visitor visitor, Json asked, String body) throws Exception {
    return visitor
        .post("/api/questions/" + asked.at("question_id").flatMap(Json::text).orElseThrow(), body)
        .statusCode();
  }

  @Test
  void toolGetsWhatTheHumanAnswers() throws Exception {
    try (Gateway gateway = gateway()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("book", "");
      Json asked = stream.until("question_asked");

      assertThat(asked.at("kind")).contains(Json.of("elicitation"));
      assertThat(answer(visitor, asked, "{\"action\":\"answer\",\"value\":{\"seats\":\"two\"}}"))
          .isEqualTo(422);
      String two = "{\"action\":\"answer\",\"value\":{\"seats\":2}}";
      assertThat(answer(visitor, asked, two)).isEqualTo(200);
      List<Json> events = stream.rest();

      assertThat(answer(visitor, asked, two)).isEqualTo(409);
      assertThat(Visitor.types(events))
          .containsSubsequence(
              "question_asked", "question_resolved", "tool_call_complete", "stream_complete");
      assertThat(model.lastRequest().messages().getLast().content().toString())
          .contains("ANSWERED", "seats");
    }
  }

  @Test
  void toolHearsThatTheHumanDeclines() throws Exception {
    try (Gateway gateway = gateway()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("book", "");

      answer(visitor, stream.until("question_asked"), "{\"action\":\"decline\"}");

      stream.rest();
      assertThat(model.lastRequest().messages().getLast().content().toString())
          .contains("DECLINED");
    }
  }

  /// A tool that has to know how many seats.
  private record Booking() implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("book", "books", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
      Json schema =
          Json.parse(
              """
              {"type":"object","required":["seats"],"properties":{"seats":{"type":"integer"}}}\
              """);
      return ToolOutcome.ok(
          Json.of(context.ask("How many?", schema.asObject().orElseThrow()).toString()));
    }
  }
}
