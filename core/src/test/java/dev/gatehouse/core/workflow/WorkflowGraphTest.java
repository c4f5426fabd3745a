package dev.gatehouse.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.Who;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkflowGraphTest {

  private static Workflow read(String document) {
    return WorkflowDocument.read(Json.parse(document), _ -> _ -> false);
  }

  private static final Workflow FLOW =
      read(
          """
          {"id": "w", "steps": [
            {"id": "a", "agent": "writer", "signals": {"branch": [{"id": "b", "wait": "1s"}]}},
            {"id": "c", "map": "input.x", "as": "file", "do": [
              {"id": "d", "tool": "read", "on-error": {"fallback": {"id": "e", "wait": "2s"}}}]},
            {"id": "f", "branch": [{"when": "input.n > 3 && input.q == \\"<b>\\"", "do": [
              {"id": "g", "transform": {"x": 1}}]}], "else": [{"id": "h", "wait": "1m"}]}]}
          """);

  @Test
  void mermaidShowsNestingOrderAndStatus() {
    String text =
        WorkflowGraph.of(
                FLOW,
                Map.of("a", "completed", "c/0/d", "completed", "c/1/d", "running", "c", "running"))
            .mermaid();

    assertThat(text)
        .isEqualTo(
            """
            flowchart TD
              n0["a<br/>agent writer<br/>completed"]
              n1["b<br/>wait 1s"]
              subgraph n2 ["c<br/>for each file of input.x<br/>running"]
                n3["d<br/>tool read<br/>1 completed, 1 running"]
                n4["e<br/>wait 2s"]
              end
              subgraph n5 ["f<br/>the first that holds"]
                subgraph n6 ["case-1<br/>when input.n #62; 3 #38;#38; input.q == #34;#60;b#62;#34;"]
                  n7["g<br/>make x"]
                end
                subgraph n8 ["else<br/>else"]
                  n9["h<br/>wait 1m"]
                end
              end
              n0 -. may choose .-> n1
              n3 -. on error .-> n4
              n0 --> n2
              n2 --> n5
              classDef completed fill:#d7f5dd,stroke:#2e7d32
              class n0 completed
              classDef running fill:#dbeafe,stroke:#1d4ed8
              class n2 running
            """);
  }

  @Test
  void jsonNamesThePathsOfTheRun() {
    Json graph = WorkflowGraph.of(FLOW, Map.of("f/case-1/g", "failed")).json();

    assertThat(graph.at("nodes").flatMap(Json::asArray).orElseThrow().items())
        .extracting(node -> node.at("path").flatMap(Json::text).orElse(""))
        .containsExactly(
            "a",
            "b",
            "c",
            "c/*/d",
            "c/*/d/@fallback",
            "f",
            "f/case-1",
            "f/case-1/g",
            "f/else",
            "f/else/h");
    assertThat(graph.toString())
        .contains(
            "{\"path\":\"f/case-1/g\",\"id\":\"g\",\"kind\":\"transform\",\"label\":\"make x\","
                + "\"within\":\"f/case-1\",\"status\":\"failed\"}")
        .contains("{\"from\":\"a\",\"to\":\"b\",\"why\":\"chosen\"}");
  }

  @Test
  void hostileNamesCannotLeaveTheirQuotes() {
    Step step =
        Step.of(
            "x\"]\nclick n0 href",
            new AgentNode(
                new Who.Named("\"; <script>" + "y".repeat(500)),
                Optional.empty(),
                Optional.empty()));
    Workflow workflow =
        new Workflow("w", Optional.empty(), Map.of(), List.of(step), Optional.empty());

    String text = WorkflowGraph.of(workflow).mermaid();

    assertThat(text.lines()).hasSize(2);
    assertThat(text).doesNotContain("<script").hasSizeLessThan(300);
    assertThat(text.chars().filter(c -> c == '"').count()).isEqualTo(2);
  }

  @Test
  void workflowThatIsTooDeepHasNoPicture() {
    Step deep = Step.of("leaf", new SequenceNode(List.of()));
    for (int i = 0; i < 10_000; i++) {
      deep = Step.of("s" + i, new SequenceNode(List.of(deep)));
    }
    var workflow = new Workflow("w", Optional.empty(), Map.of(), List.of(deep), Optional.empty());

    assertThatThrownBy(() -> WorkflowGraph.of(workflow)).isInstanceOf(WorkflowException.class);
  }
}
