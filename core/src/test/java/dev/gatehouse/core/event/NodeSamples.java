package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Spend;
import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// One event of every type that a node of a workflow can bring, with every member filled.
final class NodeSamples {

  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final Spend SPEND =
      new Spend(new Usage(1_200, 80, 30, 900, 20), new Cost(4_200_000));
  private static final Failure FAILURE = Failure.of(Failure.Code.AGENT_ERROR, "it gave up");
  private static final Json OUTPUT = Json.obj("verdict", Json.of("good"));

  private static final String DOCUMENT =
      """
      {"id": "review",
       "input": {"type": "object"},
       "state": {"notes": {"merge": "append", "scope": "session"}},
       "steps": [
         {"id": "write", "agent": "writer", "prompt": "Write about {{ input.topic }}",
          "output-schema": {"type": "object"}, "allowed-tools": ["read_*"], "model": "small",
          "retry": {"attempts": 3, "backoff": "2s", "on": ["overloaded"]}, "timeout": "10m",
          "max-budget-usd": 0.5, "history": "own",
          "signals": {"branch": [{"id": "ask", "human": {"ask": "choose", "prompt": "Which?",
            "choices": ["a", "b"], "role": "operator", "expires": "1h", "on-expiry": "deny"}}],
            "terminate": true},
          "on-error": {"fallback": {"id": "plain", "transform": {"text": "nothing"}}}},
         {"id": "each", "map": "input.files", "as": "file", "concurrency": 4, "do": [
           {"id": "fetch", "tool": "read", "args": {"path": "{{ file }}"}}]},
         {"id": "both", "parallel": [
            {"id": "left", "steps": [{"id": "nap", "wait": "90s"}]},
            {"id": "right", "wait": {"signal": "go", "timeout": "1d"}, "on-error": "skip"}],
          "join": {"policy": "partial", "deadline": "500ms"}, "aggregate": {"merge": "union"}},
         {"id": "refine", "loop": [{"id": "draft", "agent": {"capability": ["prose"]}}],
          "critic": {"agent": "critic"}, "until": {"score": 0.8}, "max-iterations": 5,
          "converge": ["plateau", "unchanged"]},
         {"id": "way", "branch": [{"when": "steps.refine.output.score > 0.5",
            "do": [{"id": "other", "workflow": "publish", "with": {"text": "{{ input }}"}}]}],
          "else": [{"id": "team", "manager": "boss", "workers": [{"capability": ["prose"]}],
            "max-tasks": 8, "max-replans": 1, "synthesize": false}]}],
       "output": "{{ steps.write.output | default: {} }}"}
      """;

  private NodeSamples() {}

  static FlowSpec flow() {
    Workflow workflow = WorkflowDocument.read(Json.parse(DOCUMENT), NodeSamples::uncompiled);
    return new FlowSpec(
        workflow,
        3,
        Json.obj("topic", Json.of("rain")),
        Json.obj("channel", Json.of("slack")),
        Map.of("writer", List.of("prose")),
        Optional.of(
            new FlowSpec.Slice(
                "each", 100, Json.array(Json.of("a.txt")), Json.obj("topic", Json.of("rain")))));
  }

  private static Predicate<String> uncompiled(String regex) {
    throw new AssertionError("no pattern is in the sample: " + regex);
  }

  static List<Event> all() {
    return List.of(
        new NodeEvent.NodeStarted("both/left", "left", 1, "steps", Optional.of("writer")),
        new NodeEvent.NodeReported("write", Optional.of(OUTPUT), Optional.of(FAILURE)),
        new NodeEvent.NodeRetryPlanned("write", 2, FAILURE, AT),
        new NodeEvent.NodeFellBack("write", FAILURE),
        new NodeEvent.NodeFinished(
            "write",
            "write",
            2,
            NodeStatus.COMPLETED,
            Optional.of(OUTPUT),
            Optional.of(FAILURE),
            SPEND,
            3_400),
        new NodeEvent.NodeSkipped("way/other", "other", "not needed", "ann", Optional.empty()),
        new NodeEvent.BranchTaken(
            "way", "case-1", "steps.refine.output.score > 0.5", Optional.empty()),
        new NodeEvent.ItemsListed("each", List.of(Json.of("a.txt"), Json.of(2))),
        new NodeEvent.LoopIterated(
            "refine",
            2,
            Optional.of(new BigDecimal("0.75")),
            Optional.of("shorter"),
            1,
            Optional.of("plateau"),
            Optional.empty()),
        new NodeEvent.StateChanged(
            "notes",
            Workflow.Scope.NODE,
            "way/case-1",
            "append",
            OUTPUT,
            Json.array(OUTPUT),
            4,
            "write",
            Optional.empty(),
            Optional.empty()),
        new NodeEvent.PlanMade("team", List.of(task()), 1, Optional.empty()),
        new NodeEvent.TaskClaimed("team", "t1", "writer", Optional.empty()),
        new NodeEvent.RouteChosen(
            "refine/2/draft",
            "writer",
            List.of(new Candidate("writer", new BigDecimal("0.9"), List.of("least busy"))),
            Optional.empty(),
            Optional.empty()),
        new NodeEvent.MessageSent(
            "msg_1", "team/t1", "role:editor", "have a look", AT, Optional.empty()),
        new NodeEvent.SignalReceived("go", OUTPUT, "ann"),
        new NodeEvent.SignalGiven(
            "write", Optional.of("ask"), Optional.of(OUTPUT), "it is a matter of taste"),
        new NodeEvent.FlowTerminated("write", Optional.of(OUTPUT), "nothing left to do"),
        new NodeEvent.SkipRequested("team", "too dear", "ann"),
        new NodeEvent.RedoRequested("write", "it was wrong", "ann"),
        new NodeEvent.StepInserted("write", flow().workflow().steps().get(1), "more", "ann"));
  }

  private static Task task() {
    return new Task(
        "t1",
        "write the first part",
        Optional.of("prose"),
        Optional.of("writer"),
        List.of("t0"),
        7);
  }
}
