package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Spend;
import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Place;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeFramesTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Spend SPEND = new Spend(new Usage(1, 2, 3, 4, 5), new Cost(1_500_000));
  private static final Failure BUSY = Failure.of(Failure.Code.OVERLOADED, "busy");
  private static final String ERROR =
      "\"error\":{\"code\":\"overloaded\",\"message\":\"busy\",\"retryable\":true}";

  private final List<String> asked = new ArrayList<>();
  private final NativeFace face =
      NativeFace.of(
          "run_1",
          run -> {
            asked.add(run);
            return Optional.of("report");
          });

  private String wire(NodeEvent event) {
    var frame = new Frame(Place.at(9), new Body.Recorded("run_1", 7, AT, event));
    return new String(frame.bytes(face), StandardCharsets.UTF_8);
  }

  private static String node(String type, String members) {
    return "id: 9.qjrt\ndata: {\"type\":\""
        + type
        + "\",\"run_id\":\"run_1\",\"ts\":\"2026-01-02T03:04:05.678Z\",\"run_seq\":7,"
        + "\"workflow_id\":\"report\","
        + members
        + "}\n\n";
  }

  @Test
  void lifeOfANodeHasItsFrames() {
    String path = "\"node\":\"fetch\",\"path\":\"research/3/fetch\"";
    assertThat(
            wire(
                new NodeEvent.NodeStarted(
                    "research/3/fetch", "fetch", 2, "agent", Optional.of("ann"))))
        .isEqualTo(
            node("node_started", path + ",\"attempt\":2,\"kind\":\"agent\",\"agent\":\"ann\""));
    assertThat(wire(new NodeEvent.NodeRetryPlanned("research/3/fetch", 1, BUSY, AT)))
        .isEqualTo(
            node(
                "waiting",
                path
                    + ",\"attempt\":1,\"reason\":\"timer\","
                    + "\"until\":\"2026-01-02T03:04:05.678Z\","
                    + ERROR));
    assertThat(wire(finished(NodeStatus.COMPLETED, Optional.of(Json.of("x")), Optional.empty())))
        .isEqualTo(
            node(
                "node_finished",
                path + ",\"attempt\":1,\"status\":\"completed\",\"output\":\"x\"," + spent()));
    assertThat(wire(finished(NodeStatus.FAILED, Optional.empty(), Optional.of(BUSY))))
        .isEqualTo(
            node(
                "node_finished",
                path + ",\"attempt\":1,\"status\":\"failed\"," + ERROR + "," + spent()));
    assertThat(
            wire(
                new NodeEvent.NodeSkipped(
                    "research/3/fetch", "fetch", "late", "ann", Optional.of(0))))
        .isEqualTo(
            node("node_skipped", path + ",\"attempt\":0,\"reason\":\"late\",\"by\":\"ann\""));
  }

  private static NodeEvent finished(
      NodeStatus status, Optional<Json> output, Optional<Failure> error) {
    return new NodeEvent.NodeFinished(
        "research/3/fetch", "fetch", 1, status, output, error, SPEND, 12);
  }

  private static String spent() {
    return "\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"cache_creation_input_tokens\":3,"
        + "\"cache_read_input_tokens\":4,\"reasoning_tokens\":5,\"estimated_cost\":0.0015},"
        + "\"duration_ms\":12";
  }

  @Test
  void wayOnHasItsFrames() {
    assertThat(
            wire(new NodeEvent.BranchTaken("decide", "case-1", "state.score > 3", Optional.of(2))))
        .isEqualTo(
            node(
                "branch_taken",
                "\"node\":\"decide\",\"path\":\"decide\",\"attempt\":2,\"target\":\"case-1\","
                    + "\"because\":\"state.score > 3\""));
    assertThat(
            wire(
                new NodeEvent.LoopIterated(
                    "refine",
                    2,
                    Optional.of(new BigDecimal("0.8")),
                    Optional.of("good"),
                    1,
                    Optional.of("plateau"),
                    Optional.of(1))))
        .isEqualTo(
            node(
                "loop_iteration",
                "\"node\":\"refine\",\"path\":\"refine\",\"attempt\":1,\"iteration\":2,\"score\":0.8,\"best\":1,"
                    + "\"reason\":\"plateau\""));
    assertThat(
            wire(
                new NodeEvent.RouteChosen(
                    "ask",
                    "ann",
                    List.of(new Candidate("ann", BigDecimal.ONE, List.of("idle"))),
                    Optional.of(3),
                    Optional.empty())))
        .isEqualTo(
            node(
                "route_chosen",
                "\"node\":\"ask\",\"path\":\"ask\",\"attempt\":3,\"chosen\":\"ann\","
                    + "\"candidates\":[{\"name\":\"ann\",\"score\":1,\"reasons\":[\"idle\"]}]"));
  }

  @Test
  void teamworkHasItsFrames() {
    var task = new Task("t1", "read", Optional.of("csv"), Optional.empty(), List.of("t0"), 5);
    assertThat(wire(new NodeEvent.PlanMade("lead", List.of(task), 1, Optional.of(1))))
        .isEqualTo(
            node(
                "plan_made",
                "\"node\":\"lead\",\"path\":\"lead\",\"attempt\":1,\"tasks\":[{\"id\":\"t1\",\"task\":\"read\","
                    + "\"capability\":\"csv\",\"depends_on\":[\"t0\"],\"priority\":5}],"
                    + "\"revision\":1"));
    assertThat(wire(new NodeEvent.TaskClaimed("lead", "t1", "ann", Optional.of(1))))
        .isEqualTo(
            node(
                "task_claimed",
                "\"node\":\"lead\",\"path\":\"lead\",\"attempt\":1,\"task_id\":\"t1\",\"agent\":\"ann\""));
    assertThat(
            wire(
                new NodeEvent.StateChanged(
                    "facts",
                    Scope.RUN,
                    "",
                    "append",
                    Json.of(1),
                    Json.array(),
                    3,
                    "lead/@task-t1",
                    Optional.of(1),
                    Optional.empty())))
        .isEqualTo(
            node(
                "state_changed",
                "\"node\":\"@task-t1\",\"path\":\"lead/@task-t1\",\"attempt\":1,\"key\":\"facts\",\"scope\":\"run\","
                    + "\"merge\":\"append\",\"by\":\"lead/@task-t1\""));
    assertThat(
            wire(
                new NodeEvent.MessageSent(
                    "msg_1", "ask", "role:critic", "hello", AT, Optional.of(1))))
        .isEqualTo(
            node(
                "message_sent",
                "\"node\":\"ask\",\"path\":\"ask\",\"attempt\":1,\"from\":\"ask\",\"to\":\"role:critic\","
                    + "\"message_id\":\"msg_1\""));
  }

  @Test
  void innerEventsStayInTheLog() {
    assertThat(wire(new NodeEvent.NodeReported("a", Optional.empty(), Optional.empty()))).isEmpty();
    assertThat(wire(new NodeEvent.NodeStarted("", "report", 1, "steps", Optional.empty())))
        .isEmpty();
    assertThat(wire(new NodeEvent.ItemsListed("a", List.of()))).isEmpty();
    assertThat(wire(new NodeEvent.SkipRequested("a", "why", "ann"))).isEmpty();
  }

  @Test
  void titleOfARunIsAskedForOnce() {
    wire(new NodeEvent.BranchTaken("decide", "else", "", Optional.empty()));
    wire(new NodeEvent.BranchTaken("decide", "else", "", Optional.empty()));

    assertThat(asked).containsExactly("run_1");
  }
}
