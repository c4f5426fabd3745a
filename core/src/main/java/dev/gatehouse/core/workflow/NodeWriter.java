package dev.gatehouse.core.workflow;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.Json.ObjBuilder;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.SliceNode;
import dev.gatehouse.core.workflow.Node.Synthesis;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;

/// Writes what a step does.
final class NodeWriter {

  private NodeWriter() {}

  static void node(Node node, ObjBuilder out) {
    switch (node) {
      case AgentNode agent -> agent(agent, out);
      case ToolNode(var tool, var args) -> {
        out.put("tool", tool);
        unlessEmpty("args", args, out);
      }
      case SequenceNode(var steps) -> out.put("steps", DocumentWriter.steps(steps));
      case ParallelNode parallel -> parallel(parallel, out);
      case MapNode map -> map(map, out);
      case LoopNode loop -> loop(loop, out);
      case BranchNode branch -> branch(branch, out);
      case ManagerNode manager -> manager(manager, out);
      case HumanNode human -> out.put("human", human(human));
      case WorkflowNode(var workflow, var with) -> {
        out.put("workflow", workflow);
        unlessEmpty("with", with, out);
      }
      case WaitNode(var what) -> out.put("wait", wait(what));
      case TransformNode(var values) -> {
        ObjBuilder templates = Json.object();
        values.forEach((key, template) -> templates.put(key, template.source()));
        out.put("transform", templates.build());
      }
      case SliceNode(var from, var size) ->
          throw new IllegalArgumentException(
              "a slice of " + size + " items from " + from + " is part of no document");
    }
  }

  private static void unlessEmpty(String key, JsonTemplate template, ObjBuilder out) {
    if (!template.equals(JsonTemplate.EMPTY)) {
      out.put(key, template.source());
    }
  }

  private static void agent(AgentNode agent, ObjBuilder out) {
    out.put("agent", named(agent.who()));
    agent.prompt().ifPresent(prompt -> out.put("prompt", prompt.source()));
    agent.output().ifPresent(schema -> out.put("output-schema", schema));
  }

  private static Json named(Who who) {
    return who instanceof Who.Named(var name) ? Json.of(name) : who(who);
  }

  private static Json.Obj who(Who who) {
    return switch (who) {
      case Who.Named(var agent) -> Json.obj("agent", Json.of(agent));
      case Who.Capable(var all) -> Json.obj("capability", DocumentWriter.texts(all));
    };
  }

  private static void parallel(ParallelNode parallel, ObjBuilder out) {
    out.put("parallel", DocumentWriter.steps(parallel.branches()));
    if (!parallel.join().equals(Join.STANDARD)) {
      out.put("join", join(parallel.join()));
    }
    parallel.aggregate().ifPresent(it -> out.put("aggregate", aggregate(it)));
  }

  private static Json.Obj join(Join join) {
    ObjBuilder out = Json.object();
    switch (join) {
      case Join.All _ -> out.put("policy", "all");
      case Join.Quorum(var k, _) -> out.put("policy", "quorum").put("k", k);
      case Join.First _ -> out.put("policy", "first");
      case Join.Best(var judge, _) -> out.put("policy", "best").put("judge", who(judge));
      case Join.Partial _ -> out.put("policy", "partial");
    }
    join.deadline().ifPresent(limit -> out.put("deadline", DurationText.of(limit)));
    return out.build();
  }

  private static Json.Obj aggregate(Aggregate aggregate) {
    ObjBuilder out = Json.object();
    switch (aggregate) {
      case Aggregate.ByAgent(var who, var prompt) -> {
        out.put("agent", named(who));
        prompt.ifPresent(it -> out.put("prompt", it.source()));
      }
      case Aggregate.ByTemplate(var template) -> out.put("template", template.source());
      case Aggregate.ByMerge(var rule) -> out.put("merge", rule);
    }
    return out.build();
  }

  private static void map(MapNode map, ObjBuilder out) {
    out.put("map", map.items().toString());
    out.put("as", map.as());
    out.put("concurrency", map.concurrency());
    out.put("do", DocumentWriter.steps(map.body()));
  }

  private static void loop(LoopNode loop, ObjBuilder out) {
    out.put("loop", DocumentWriter.steps(loop.body()));
    loop.critic().ifPresent(critic -> out.put("critic", who(critic)));
    loop.until().ifPresent(score -> out.put("until", Json.obj("score", Json.of(score))));
    out.put("max-iterations", loop.maxIterations());
    if (!loop.converge().isEmpty()) {
      out.put(
          "converge",
          DocumentWriter.texts(loop.converge().stream().map(DocumentWords::word).toList()));
    }
  }

  private static void branch(BranchNode branch, ObjBuilder out) {
    out.put(
        "branch",
        Json.array(
            branch.cases().stream()
                .map(it ->
                    Json.obj(
                        "when", Json.of(it.when().toString()),
                        "do", DocumentWriter.steps(it.body())))
                .toList()));
    if (!branch.otherwise().isEmpty()) {
      out.put("else", DocumentWriter.steps(branch.otherwise()));
    }
  }

  private static void manager(ManagerNode manager, ObjBuilder out) {
    out.put("manager", manager.agent());
    manager.prompt().ifPresent(prompt -> out.put("prompt", prompt.source()));
    out.put("workers", Json.array(manager.workers().stream().map(NodeWriter::who).toList()));
    out.put("max-tasks", manager.maxTasks());
    out.put("max-replans", manager.maxReplans());
    if (manager.synthesis() == Synthesis.NONE) {
      out.put("synthesize", false);
    }
  }

  private static Json.Obj human(HumanNode human) {
    ObjBuilder out = Json.object();
    out.put("ask", DocumentWords.word(human.ask())).put("prompt", human.prompt().source());
    if (!human.choices().isEmpty()) {
      out.put("choices", DocumentWriter.texts(human.choices()));
    }
    human.schema().ifPresent(schema -> out.put("schema", schema));
    human.role().ifPresent(role -> out.put("role", role));
    human.expires().ifPresent(limit -> out.put("expires", DurationText.of(limit)));
    if (human.onExpiry() != Node.Expiry.FAIL) {
      out.put("on-expiry", DocumentWords.word(human.onExpiry()));
    }
    return out.build();
  }

  private static Json wait(For what) {
    return switch (what) {
      case For.Time(var time) -> Json.of(DurationText.of(time));
      case For.Signal(var name, var timeout) -> {
        ObjBuilder out = Json.object().put("signal", name);
        timeout.ifPresent(limit -> out.put("timeout", DurationText.of(limit)));
        yield out.build();
      }
    };
  }
}
