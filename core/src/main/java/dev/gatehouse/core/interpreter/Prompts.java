package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What agents are told, and in what shape they answer: by the template of their step, or, for the
/// parts that the interpreter adds, in its own words.
final class Prompts {

  private static final Json STRING = Json.obj("type", Json.of("string"));

  private Prompts() {}

  static String of(FlowState flow, NodeState node, AgentNode agent) {
    NodeState parent = node.parent().flatMap(flow::node).orElse(node);
    if (node.key().equals(Layout.AGGREGATE) && parent.step().node() instanceof ParallelNode join) {
      return aggregate(flow, node, parent, join, agent);
    }
    if (agent.prompt().isPresent()) {
      return agent.prompt().get().text(NodeScope.of(flow, node.path()));
    }
    if (node.key().startsWith("@")) {
      switch (parent.step().node()) {
        case ParallelNode join when node.key().equals(Layout.JUDGE) -> {
          return judge(flow, parent, join);
        }
        case LoopNode loop -> {
          return critic(flow, parent, loop);
        }
        case ManagerNode manager -> {
          return manager(flow, node, parent, manager);
        }
        default -> {}
      }
    }
    return Nodes.readable(flow.spec().input());
  }

  static Optional<Json> schema(FlowState flow, NodeState node, AgentNode agent) {
    NodeState parent = node.parent().flatMap(flow::node).orElse(node);
    if (node.key().equals(Layout.JUDGE) && parent.step().node() instanceof ParallelNode join) {
      List<Json> ids =
          good(flow, parent, join).stream().<Json>map(it -> Json.of(it.step().id())).toList();
      Json best = Json.obj("type", Json.of("string"), "enum", Json.array(ids));
      return Optional.of(object(Json.obj("best", best, "reason", STRING), "best"));
    }
    if (node.key().startsWith("@critic-")) {
      Json score = Json.obj("type", Json.of("number"));
      return Optional.of(object(Json.obj("score", score, "feedback", STRING), "score"));
    }
    return agent.output();
  }

  private static Json object(Json properties, String required) {
    return Json.object()
        .put("type", "object")
        .put("properties", properties)
        .put("required", Json.array(List.of(Json.of(required))))
        .build();
  }

  private static List<NodeState> good(FlowState flow, NodeState parent, ParallelNode join) {
    return join.branches().stream()
        .flatMap(step -> flow.node(parent.child(step.id())).stream())
        .filter(branch -> branch.is(NodeStatus.COMPLETED))
        .toList();
  }

  private static String aggregate(
      FlowState flow, NodeState node, NodeState parent, ParallelNode join, AgentNode agent) {
    List<NodeState> good = good(flow, parent, join);
    Json outputs =
        join.join() instanceof Join.First
            ? good.isEmpty() ? Json.NULL : good.getFirst().output()
            : JoinAdvance.outputs(good);
    Json.Obj scope = NodeScope.of(flow, node.path(), "outputs", outputs);
    return agent
        .prompt()
        .map(prompt -> prompt.text(scope))
        .orElseGet(() -> "Join these results into one answer.\n\n" + listed(good));
  }

  private static String judge(FlowState flow, NodeState parent, ParallelNode join) {
    return "Several answers to one task follow, each under its id. Choose the best, and answer with"
        + " its id as `best` and your reason.\n\nThe task:\n"
        + Nodes.readable(flow.spec().input())
        + "\n\n"
        + listed(good(flow, parent, join));
  }

  private static String listed(List<NodeState> nodes) {
    return nodes.stream()
        .map(node -> "## " + node.step().id() + "\n" + Nodes.readable(node.output()))
        .collect(Collectors.joining("\n\n"));
  }

  private static String critic(FlowState flow, NodeState parent, LoopNode loop) {
    int number = parent.course() instanceof Course.Rounds rounds ? rounds.rounds().size() + 1 : 1;
    Json output =
        flow.node(parent.child(String.valueOf(number))).map(NodeState::output).orElse(Json.NULL);
    return "Judge the result below. Answer with a `score`"
        + loop.until().map(it -> " (" + it.toPlainString() + " or more is good enough)").orElse("")
        + " and with `feedback` that says what to do better.\n\nThe task:\n"
        + Nodes.readable(flow.spec().input())
        + "\n\nThe result:\n"
        + Nodes.readable(output);
  }

  private static String manager(
      FlowState flow, NodeState node, NodeState parent, ManagerNode manager) {
    String task = task(flow, parent, manager);
    if (Layout.isTask(node.key())) {
      return work(flow, node, parent, task);
    }
    if (node.key().equals(Layout.SYNTHESIS)) {
      return "The parts of a task are done. Join their results into one complete answer.\n\nThe"
          + " task:\n"
          + task
          + results(PlanAdvance.done(flow, parent));
    }
    int revision = PlanAdvance.board(parent).revision() + 1;
    String plan =
        "Divide this task into at most "
            + manager.maxTasks()
            + " parts that can be done one by one or side by side. Give each an `id`, a `task` that"
            + " is complete in itself, what it `depends_on`, a `priority` from 0 to 9, and a"
            + " `capability` or `agent` where it matters who does it.\n\nThe task:\n"
            + task
            + "\n\nWho can work on it:\n"
            + workers(flow, manager);
    String again = revision == 1 ? "" : replanning(flow, parent);
    if (node.key().equals(Layout.repair(revision))) {
      Json answer =
          flow.node(parent.child(Layout.plan(revision))).map(NodeState::output).orElse(Json.NULL);
      return plan
          + again
          + "\n\nYour plan was:\n"
          + answer
          + "\n\nIt cannot be carried out:\n- "
          + String.join("\n- ", PlanAdvance.read(flow, parent, manager, answer).findings())
          + "\n\nMake a plan that can.";
    }
    return plan + again;
  }

  private static String task(FlowState flow, NodeState parent, ManagerNode manager) {
    Optional<Template> prompt = manager.prompt();
    return prompt
        .map(it -> it.text(NodeScope.of(flow, parent.path())))
        .orElseGet(() -> Nodes.readable(flow.spec().input()));
  }

  private static String workers(FlowState flow, ManagerNode manager) {
    return manager.workers().stream()
        .map(worker -> {
          String label = Plans.label(worker);
          List<String> can = flow.spec().crew().getOrDefault(label, List.of());
          return "- " + label + (can.isEmpty() ? "" : " (" + String.join(", ", can) + ")");
        })
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static String replanning(FlowState flow, NodeState parent) {
    String failed =
        PlanAdvance.tasks(flow, parent).stream()
            .filter(Nodes::failed)
            .map(it ->
                "- " + Layout.taskOf(it.key()) + ": " + it.error().map(e -> e.message()).orElse(""))
            .collect(Collectors.joining("\n"));
    return "\n\nSome parts have failed; plan what is left anew, with other ids.\n"
        + failed
        + results(PlanAdvance.done(flow, parent));
  }

  private static String results(Map<String, Json> done) {
    return done.isEmpty()
        ? ""
        : "\n\nWhat is done:\n\n"
            + done.entrySet().stream()
                .map(one -> "## " + one.getKey() + "\n" + Nodes.readable(one.getValue()))
                .collect(Collectors.joining("\n\n"));
  }

  private static String work(FlowState flow, NodeState node, NodeState parent, String whole) {
    String id = Layout.taskOf(node.key());
    Task mine =
        PlanAdvance.board(parent).tasks().stream()
            .filter(task -> task.id().equals(id))
            .findFirst()
            .orElseThrow();
    Map<String, Json> done = PlanAdvance.done(flow, parent);
    done.keySet().retainAll(mine.dependsOn());
    return "Do this part of a larger task, and answer with its complete result.\n\nYour part:\n"
        + mine.task()
        + "\n\nThe larger task:\n"
        + whole
        + results(done);
  }
}
