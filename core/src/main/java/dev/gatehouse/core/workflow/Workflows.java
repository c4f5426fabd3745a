package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Ask;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.Expiry;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.Synthesis;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Workflows in Java: the words of documents as methods, to be imported by name.
///
///     Workflow chain =
///         workflow("chain")
///             .step("outline", agent("writer").withPrompt("Outline {{ input.topic }}"))
///             .step("draft", agent("writer").withPrompt("Write: {{ steps.outline.output }}"))
///             .build();
///
/// What is built is equal to what a document that says the same reads as. Texts that are templates
/// or conditions are parsed at once, with the exceptions of [Template#parse] and
/// [Expression#parse]; whether the workflow could run is for [WorkflowCheck].
public final class Workflows {

  private Workflows() {}

  /// {@return a workflow without steps, to be built}
  public static WorkflowBuilder workflow(String id) {
    return new WorkflowBuilder(id);
  }

  /// {@return a step that is treated as usual}
  public static Step step(String id, Node node) {
    return Step.of(id, node);
  }

  /// {@return what an agent does}
  public static AgentNode agent(String name) {
    return agent(new Who.Named(name));
  }

  /// {@return what somebody does}
  public static AgentNode agent(Who who) {
    return new AgentNode(who, Optional.empty(), Optional.empty());
  }

  /// {@return the agent of that name}
  public static Who named(String agent) {
    return new Who.Named(agent);
  }

  /// {@return an agent that has all these capabilities}
  public static Who capable(String... capabilities) {
    return new Who.Capable(List.of(capabilities));
  }

  /// {@return a tool's call}
  ///
  /// @param args a template of its arguments
  public static ToolNode tool(String name, Json.Obj args) {
    return new ToolNode(name, JsonTemplate.parse(args));
  }

  /// {@return steps, one after the other}
  public static SequenceNode steps(Step... steps) {
    return new SequenceNode(List.of(steps));
  }

  /// {@return steps side by side, all of which must succeed}
  public static ParallelNode parallel(Step... branches) {
    return new ParallelNode(List.of(branches), Join.STANDARD, Optional.empty());
  }

  /// {@return the same steps for each item of a list}
  ///
  /// @param items an expression that yields the list
  public static MapNode map(String items, Step... body) {
    return new MapNode(expression(items), "item", MapNode.STANDARD_CONCURRENCY, List.of(body));
  }

  /// {@return the same steps again and again}
  public static LoopNode loop(int maxIterations, Step... body) {
    return new LoopNode(
        List.of(body), Optional.empty(), Optional.empty(), maxIterations, List.of());
  }

  /// {@return the steps of the first case that holds}
  public static BranchNode branch(Case... cases) {
    return new BranchNode(List.of(cases), List.of());
  }

  /// {@return a case}
  ///
  /// @param condition an expression
  public static Case when(String condition, Step... body) {
    return new Case(expression(condition), List.of(body));
  }

  /// {@return a manager and its workers}
  public static ManagerNode manager(String agent, Who... workers) {
    return new ManagerNode(
        agent,
        Optional.empty(),
        List.of(workers),
        ManagerNode.STANDARD_TASKS,
        ManagerNode.STANDARD_REPLANS,
        Synthesis.AGENT);
  }

  /// {@return a human who approves}
  public static HumanNode approval(String prompt) {
    return human(Ask.APPROVE, prompt, List.of(), Optional.empty());
  }

  /// {@return a human who chooses}
  public static HumanNode choice(String prompt, String... choices) {
    return human(Ask.CHOOSE, prompt, List.of(choices), Optional.empty());
  }

  /// {@return a human who fills in a form}
  ///
  /// @param schema the JSON Schema of what is filled in
  public static HumanNode form(String prompt, Json schema) {
    return human(Ask.FORM, prompt, List.of(), Optional.of(schema));
  }

  private static HumanNode human(
      Ask ask, String prompt, List<String> choices, Optional<Json> schema) {
    return new HumanNode(
        ask,
        Template.parse(prompt),
        choices,
        schema,
        Optional.empty(),
        Optional.empty(),
        Expiry.FAIL);
  }

  /// {@return another workflow}
  ///
  /// @param with a template of its input
  public static WorkflowNode nested(String workflow, Json with) {
    return new WorkflowNode(workflow, JsonTemplate.parse(with));
  }

  /// {@return time that passes}
  public static WaitNode pause(Duration time) {
    return new WaitNode(new For.Time(time));
  }

  /// {@return a signal that is waited for}
  public static WaitNode signal(String name) {
    return new WaitNode(new For.Signal(name, Optional.empty()));
  }

  /// {@return a signal that is waited for, but not for ever}
  public static WaitNode signal(String name, Duration timeout) {
    return new WaitNode(new For.Signal(name, Optional.of(timeout)));
  }

  /// {@return values made of values}
  ///
  /// @param values a template for each key
  public static TransformNode transform(Json.Obj values) {
    var templates = new LinkedHashMap<String, JsonTemplate>();
    values.members().forEach((key, value) -> templates.put(key, JsonTemplate.parse(value)));
    return new TransformNode(templates);
  }

  private static Expression expression(String text) {
    return Expression.parse(text, Patterns.installed());
  }
}
