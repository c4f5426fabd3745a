package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.Typed.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkflowCommandTest {

  private static final String CONFIG =
      """
      agents:
        writer: { prompt: You write., model: demo/fast, tools: [] }
      workflows:
        inline:
          - { id: known, steps: [{ id: only, transform: { a: 1 } }] }
      """;

  private static final String ASKING =
      """
      id: asking
      steps:
        - id: draft
          agent: writer
          prompt: "say {{ input }}"
        - id: gate
          human: { ask: approve, prompt: "ok?" }
        - id: done
          transform: { approved: "{{ steps.gate.output.approved }}", text: "{{ steps.draft.output }}" }
      output: "{{ steps.done.output }}"
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), CONFIG);
    Files.writeString(folder.resolve("asking.yaml"), ASKING);
  }

  private Result type(String... args) {
    return Typed.in(folder).run(args);
  }

  @Test
  void goodDocumentIsValid() {
    Result result = type("workflow", "validate", "asking.yaml");

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("it can run");
  }

  @Test
  void toolsAreLookedUpInTheConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("tools.yaml"),
        """
        id: tools
        steps:
          - { id: a, tool: shop_order, args: {} }
          - { id: b, tool: mcp_anything, args: {} }
          - { id: c, agent: writer, prompt: go, allowed-tools: [read_board, run_agent] }
          - { id: d, tool: shop_ordr, args: {} }
        """);
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        CONFIG
            + """
            tools:
              shop:
                type: sql
                url: "jdbc:sqlite::memory:"
                statements: { order: { description: Orders, sql: "SELECT 1" } }
            mcp-servers:
              far: { url: "http://127.0.0.1:9/mcp", tool-prefix: mcp_ }
            """);

    Result result = type("workflow", "validate", "tools.yaml");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .containsOnlyOnce("unknown tool")
        .contains("/steps/3/tool: ", "\"shop_ordr\"; perhaps \"shop_order\"?");
  }

  @Test
  void everyFindingHasFileAndPointer() throws IOException {
    Files.writeString(
        folder.resolve("bad.yaml"),
        "{id: bad, steps: [{id: a, agent: wrighter, prompt: '{{ steps.b.output }}'}]}");
    Files.writeString(folder.resolve("worse.yaml"), "{id: worse, steps: [{id: a, agnt: x}]}");

    Result result = type("workflow", "validate", "bad.yaml", "worse.yaml");
    Result json = type("workflow", "validate", "worse.yaml", "--json");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .contains("bad.yaml: /steps/0/agent", "wrighter", "worse.yaml: /steps/0/agnt");
    assertThat(Json.parse(json.out()).at("findings").orElseThrow().toString())
        .contains("\"pointer\":\"/steps/0/agnt\"");
  }

  @Test
  void pictureIsMermaidOrJson() {
    assertThat(type("workflow", "graph", "asking.yaml").out()).startsWith("flowchart");
    assertThat(type("workflow", "graph", "asking.yaml", "--format", "json").out())
        .startsWith("{\"workflow\":\"asking\"");
  }

  @Test
  void documentRunsAndItsQuestionIsAnsweredBeforehand() {
    Result result =
        type("workflow", "run", "asking.yaml", "--input", "hello", "--answer", "gate=approve");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("\"approved\":true").contains("hello");
    assertThat(result.err())
        .contains("node: draft completed", "note: question: ok?", "run: success");
  }

  @Test
  void questionThatNobodyAnswersFailsTheRun() {
    Result result = type("workflow", "run", "asking.yaml", "--input", "hello");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("node: gate failed", "nobody watches");
  }

  @Test
  void configuredWorkflowRunsByItsNameAndReplays() {
    Result result = type("workflow", "run", "known", "--input", "{}", "--json");
    String run = Json.parse(result.out()).at("run_id").flatMap(Json::text).orElseThrow();
    Result replay = type("runs", "replay", run);
    Result missing = type("runs", "replay", "run_none");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("\"output\":{\"a\":1}");
    assertThat(replay.code()).isZero();
    assertThat(replay.out()).contains("every decision is the same");
    assertThat(missing.code()).isEqualTo(2);
  }

  @Test
  void workflowThatIsNotThereIsAMisuse() {
    assertThat(type("workflow", "run", "nothing").code()).isEqualTo(2);
    assertThat(type("workflow", "run", "missing.yaml").code()).isEqualTo(2);
    assertThat(type("workflow", "run", "asking.yaml", "--input", "{broken").err())
        .contains("not JSON");
  }
}
