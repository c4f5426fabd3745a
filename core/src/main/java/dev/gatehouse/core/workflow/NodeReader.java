package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.Synthesis;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads what a step does. Owned by one thread.
final class NodeReader {

  /// The kinds of nodes, each of which is the key that names it.
  static final List<String> KINDS =
      List.of(
          "agent",
          "tool",
          "steps",
          "parallel",
          "map",
          "loop",
          "branch",
          "manager",
          "human",
          "workflow",
          "wait",
          "transform");

  private final StepReader steps;
  private final Patterns patterns;

  NodeReader(StepReader steps, Patterns patterns) {
    this.steps = steps;
    this.patterns = patterns;
  }

  Optional<Node> node(Fields fields) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      String found = kinds.isEmpty() ? "none" : String.join(" and ", kinds);
      KINDS.forEach(fields::at);
      return fields
          .object()
          .flawed("a step has exactly one of " + String.join(", ", KINDS) + ", not " + found);
    }
    Spot what = fields.at(kinds.getFirst()).orElseThrow();
    return switch (kinds.getFirst()) {
      case "agent" -> agent(what, fields);
      case "tool" -> tool(what, fields);
      case "steps" -> Optional.of(new SequenceNode(steps.list(what)));
      case "parallel" -> parallel(what, fields);
      case "map" -> map(what, fields);
      case "loop" -> loop(what, fields);
      case "branch" -> branch(what, fields);
      case "manager" -> manager(what, fields);
      case "human" ->
          what.fields("an object such as {\"ask\": \"approve\"}").flatMap(NodeReader::human);
      case "workflow" -> workflow(what, fields);
      case "wait" -> wait(what);
      default -> transform(what);
    };
  }

  private static Optional<Node> agent(Spot what, Fields fields) {
    Optional<Node.Who> who = PartReader.who(what);
    Optional<Template> prompt = fields.at("prompt").flatMap(Spot::template);
    var output = fields.at("output-schema").flatMap(Spot::schema);
    return who.map(it -> new AgentNode(it, prompt, output));
  }

  private static Optional<Node> tool(Spot what, Fields fields) {
    JsonTemplate args = fields.at("args").flatMap(Spot::members).orElse(JsonTemplate.EMPTY);
    return what.text("the name of a tool").map(tool -> new ToolNode(tool, args));
  }

  private Optional<Node> parallel(Spot what, Fields fields) {
    List<Step> branches = steps.list(what);
    Node.Join join = fields.at("join").flatMap(PartReader::join).orElse(Node.Join.STANDARD);
    var aggregate = fields.at("aggregate").flatMap(PartReader::aggregate);
    return Optional.of(new ParallelNode(branches, join, aggregate));
  }

  private Optional<Node> map(Spot what, Fields fields) {
    Optional<Expression> items = what.expression(patterns);
    String as = fields.at("as").flatMap(it -> it.text("a name for the item")).orElse("item");
    int concurrency =
        fields.at("concurrency").flatMap(Spot::whole).orElse(MapNode.STANDARD_CONCURRENCY);
    List<Step> body = fields.require("do").map(steps::list).orElse(List.of());
    return items.map(it -> new MapNode(it, as, concurrency, body));
  }

  private Optional<Node> loop(Spot what, Fields fields) {
    List<Step> body = steps.list(what);
    Optional<Node.Who> critic = fields.at("critic").flatMap(PartReader::who);
    Optional<BigDecimal> until = fields.at("until").flatMap(NodeReader::score);
    Optional<Integer> most = fields.require("max-iterations").flatMap(Spot::whole);
    List<Node.Converge> converge = new ArrayList<>();
    fields
        .at("converge")
        .flatMap(it -> it.items("a list of reasons to end"))
        .orElse(List.of())
        .forEach(it -> it.oneOf(DocumentWords.CONVERGE).ifPresent(converge::add));
    return most.map(times -> new LoopNode(body, critic, until, times, converge));
  }

  private static Optional<BigDecimal> score(Spot spot) {
    return spot.fields("an object such as {\"score\": 0.8}")
        .flatMap(fields -> {
          Optional<BigDecimal> score = fields.require("score").flatMap(Spot::number);
          fields.end();
          return score;
        });
  }

  private Optional<Node> branch(Spot what, Fields fields) {
    var cases = new ArrayList<Case>();
    for (Spot spot : what.items("a list of {\"when\": …, \"do\": [STEP…]}").orElse(List.of())) {
      spot.fields("a case, such as {\"when\": …, \"do\": [STEP…]}")
          .flatMap(this::branchCase)
          .ifPresent(cases::add);
    }
    List<Step> otherwise = fields.at("else").map(steps::list).orElse(List.of());
    return Optional.of(new BranchNode(cases, otherwise));
  }

  private Optional<Case> branchCase(Fields fields) {
    Optional<Expression> when = fields.require("when").flatMap(it -> it.expression(patterns));
    List<Step> body = fields.require("do").map(steps::list).orElse(List.of());
    fields.end();
    return when.map(it -> new Case(it, body));
  }

  private static Optional<Node> manager(Spot what, Fields fields) {
    Optional<String> agent = what.text("the name of an agent");
    Optional<Template> prompt = fields.at("prompt").flatMap(Spot::template);
    List<Node.Who> workers =
        fields.require("workers").flatMap(it -> it.items("a list of agents")).stream()
            .flatMap(List::stream)
            .flatMap(it -> PartReader.who(it).stream())
            .toList();
    int maxTasks = fields.at("max-tasks").flatMap(Spot::whole).orElse(ManagerNode.STANDARD_TASKS);
    int maxReplans =
        fields.at("max-replans").flatMap(Spot::whole).orElse(ManagerNode.STANDARD_REPLANS);
    boolean synthesize = fields.at("synthesize").flatMap(Spot::truth).orElse(true);
    Synthesis synthesis = synthesize ? Synthesis.AGENT : Synthesis.NONE;
    return agent.map(
        name -> new ManagerNode(name, prompt, workers, maxTasks, maxReplans, synthesis));
  }

  private static Optional<Node> human(Fields fields) {
    Optional<Node.Ask> ask = fields.require("ask").flatMap(it -> it.oneOf(DocumentWords.ASK));
    Optional<Template> prompt = fields.require("prompt").flatMap(Spot::template);
    List<String> choices = fields.at("choices").flatMap(it -> it.texts("choice")).orElse(List.of());
    var schema = fields.at("schema").flatMap(Spot::schema);
    Optional<String> role = fields.at("role").flatMap(it -> it.text("a role"));
    var expires = fields.at("expires").flatMap(Spot::duration);
    Node.Expiry onExpiry =
        fields
            .at("on-expiry")
            .flatMap(it -> it.oneOf(DocumentWords.EXPIRY))
            .orElse(Node.Expiry.FAIL);
    fields.end();
    return ask.flatMap(what ->
        prompt.map(text -> new HumanNode(what, text, choices, schema, role, expires, onExpiry)));
  }

  private static Optional<Node> workflow(Spot what, Fields fields) {
    JsonTemplate with = fields.at("with").flatMap(Spot::jsonTemplate).orElse(JsonTemplate.EMPTY);
    return what.text("the id of a workflow").map(id -> new WorkflowNode(id, with));
  }

  private static Optional<Node> wait(Spot what) {
    if (what.value().text().isPresent()) {
      return what.duration().map(time -> new WaitNode(new For.Time(time)));
    }
    return what.fields("a duration such as 10m or {\"signal\": NAME}")
        .flatMap(fields -> {
          var name = fields.require("signal").flatMap(it -> it.text("the name of a signal"));
          var timeout = fields.at("timeout").flatMap(Spot::duration);
          fields.end();
          return name.map(it -> new WaitNode(new For.Signal(it, timeout)));
        });
  }

  private static Optional<Node> transform(Spot what) {
    return what.entries("an object of templates")
        .map(entries -> {
          var values = new LinkedHashMap<String, JsonTemplate>();
          entries.forEach((key, spot) -> spot.jsonTemplate().ifPresent(it -> values.put(key, it)));
          return new TransformNode(values);
        });
  }
}
