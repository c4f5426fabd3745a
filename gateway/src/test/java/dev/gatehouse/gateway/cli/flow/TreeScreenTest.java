package dev.gatehouse.gateway.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TreeScreenTest {

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final TreeScreen screen =
      new TreeScreen(new PrintStream(terminal, true, StandardCharsets.UTF_8), Ink.COLOURLESS);

  /// {@return what stands on the terminal after an event}
  private List<String> after(String event) {
    terminal.reset();
    screen.show(Json.parse(event));
    String text = terminal.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9]*[A-Z]", "");
    return text.lines().map(String::stripTrailing).toList();
  }

  private static String node(String run, String type, String path, String more) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return """
    {"type": "%s", "run_id": "%s", "path": "%s", "node": "%s", "attempt": 1, "duration_ms": 1500%s}
    """
        .formatted(type, run, path, id, more);
  }

  private static String begins(String run, String path) {
    return node(run, "node_started", path, "");
  }

  private static String ends(String run, String path, String status) {
    return node(run, "node_finished", path, ", \"status\": \"" + status + "\"");
  }

  private static String starts(String run, String child, String call, String agent) {
    return """
    {"type": "subagent_started", "run_id": "%s", "child_run_id": "%s", "tool_call_id": "%s",
     "agent": "%s"}
    """
        .formatted(run, child, call, agent);
  }

  @Test
  void nodesStandBeneathTheNodeTheyLieIn() {
    after(begins("run_1", "both"));
    after(begins("run_1", "both/left"));
    after(begins("run_1", "both/right"));
    after(begins("run_1", "both/left/a"));

    assertThat(after(ends("run_1", "both/right", "completed")))
        .containsExactly("⠋ both", "  ⠋ left", "    ⠋ a", "  ✓ right 1.5s");
    assertThat(after(ends("run_1", "both", "completed"))).containsExactly("✓ both 1.5s");
  }

  @Test
  void nestedWorkflowsShowTheirNodesWhereTheyWork() {
    after(begins("run_1", "sub"));
    after(begins("run_1", "last"));
    after(starts("run_1", "run_2", "sub#2", "small"));
    after(begins("run_2", "inner"));
    after(starts("run_2", "run_3", "inner#2", "tiny"));

    assertThat(after(begins("run_3", "core")))
        .containsExactly("⠋ sub", "  ⠋ inner", "    ⠋ core", "⠋ last");
    assertThat(after(ends("run_2", "inner", "failed")))
        .containsExactly("⠋ sub", "  ✗ inner 1.5s", "    ⠋ core", "⠋ last");
  }

  @Test
  void agentsShowWhatTheyDoAndWhomTheyHaveStarted() {
    after(begins("run_1", "ask"));
    after(starts("run_1", "run_2", "ask#2", "boss"));

    assertThat(
            after(
                "{\"type\":\"tool_call_start\",\"run_id\":\"run_2\",\"tool_name\":\"run_agent\"}"))
        .containsExactly("⠋ ask run_agent");
    assertThat(after(starts("run_2", "run_3", "call_1", "kid")))
        .containsExactly("⠋ ask run_agent", "  ⠋ kid");
    assertThat(
            after(
                """
                {"type": "subagent_finished", "run_id": "run_2", "child_run_id": "run_3",
                 "status": "completed"}
                """))
        .containsExactly("⠋ ask run_agent", "  ✓ kid");
  }

  @Test
  void nodeThatFailedShowsWhatIsTakenBackForIt() {
    after(begins("run_1", "group"));
    after(begins("run_1", "group/pay"));

    assertThat(after(node("run_1", "undo_started", "group/pay", ", \"by\": \"pay\"")))
        .containsExactly("⠋ group", "  ⠋ pay is taken back");
    assertThat(
            after(
                """
                {"type": "tool_call_start", "run_id": "run_1", "tool_name": "drop",
                 "undoes": {"tool_call_id": "seat#2", "tool_name": "book", "run_id": "run_2"}}
                """))
        .containsExactly("⠋ group", "  ⠋ pay takes back book by drop");
    assertThat(
            after(
                node(
                    "run_1",
                    "undo_finished",
                    "group/pay",
                    ", \"undone_count\": 2, \"failed\": [{}], \"unknown\": []")))
        .containsExactly("⠋ group", "  ⠋ pay undone: 2, not undone: 1");
    assertThat(after(ends("run_1", "group/pay", "failed")))
        .containsExactly("⠋ group", "  ✗ pay 1.5s");
  }

  @Test
  void waitsSayWhatTheyAreFor() {
    after(begins("run_1", "pause"));

    assertThat(after(node("run_1", "waiting", "pause", ", \"reason\": \"signal\"")))
        .containsExactly("? pause for a signal");
    assertThat(after(node("run_1", "resumed", "pause", ", \"reason\": \"signal\"")))
        .containsExactly("⠋ pause");
  }
}
