package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a step does. Order comes from nesting: there are no edges to draw.
public sealed interface Node {

  /// {@return the kind as documents spell it}
  default String kind() {
    return switch (this) {
      case AgentNode _ -> "agent";
      case ToolNode _ -> "tool";
      case SequenceNode _ -> "steps";
      case ParallelNode _ -> "parallel";
      case MapNode _ -> "map";
      case LoopNode _ -> "loop";
      case BranchNode _ -> "branch";
      case ManagerNode _ -> "manager";
      case HumanNode _ -> "human";
      case WorkflowNode _ -> "workflow";
      case WaitNode _ -> "wait";
      case TransformNode _ -> "transform";
      case SliceNode _ -> "slice";
    };
  }

  /// An agent answers a prompt. Yields its text, or its structured answer.
  ///
  /// @param prompt what it is told; the input of the workflow when absent
  /// @param output the JSON Schema of its answer
  record AgentNode(Who who, Optional<Template> prompt, Optional<Json> output) implements Node {

    /// {@return this node with a prompt, which is a template}
    public AgentNode withPrompt(String template) {
      return new AgentNode(who, Optional.of(Template.parse(template)), output);
    }

    /// {@return this node with a JSON Schema of its answer}
    public AgentNode withOutput(Json schema) {
      return new AgentNode(who, prompt, Optional.of(schema));
    }
  }

  /// A tool is called. Yields its result.
  record ToolNode(String tool, JsonTemplate args) implements Node {}

  /// Steps, one after the other. Yields the output of the last.
  record SequenceNode(List<Step> steps) implements Node {
    /// Copies the steps.
    public SequenceNode {
      steps = List.copyOf(steps);
    }
  }

  /// Steps side by side. Yields an object of their outputs by id, or what the aggregate makes of
  /// it.
  record ParallelNode(List<Step> branches, Join join, Optional<Aggregate> aggregate)
      implements Node {
    /// Copies the branches.
    public ParallelNode {
      branches = List.copyOf(branches);
    }

    /// {@return this node, over at another time}
    public ParallelNode with(Join other) {
      return new ParallelNode(branches, other, aggregate);
    }

    /// {@return this node with something made of its outputs}
    public ParallelNode with(Aggregate other) {
      return new ParallelNode(branches, join, Optional.of(other));
    }
  }

  /// The same steps for each item of a list. Yields the list of their outputs, in order; a failed
  /// item fails the map unless its steps absorb the failure.
  ///
  /// @param items yields the list
  /// @param as the name of the item in templates, besides `item`
  /// @param concurrency how many items are worked on at a time, 1–256
  record MapNode(Expression items, String as, int concurrency, List<Step> body) implements Node {

    /// How many items are worked on at a time unless the document says otherwise.
    public static final int STANDARD_CONCURRENCY = 8;

    /// The most items that may be worked on at a time.
    public static final int MAX_CONCURRENCY = 256;

    /// Copies the steps.
    public MapNode {
      body = List.copyOf(body);
    }

    /// {@return this node with another name for the item}
    public MapNode withAs(String name) {
      return new MapNode(items, name, concurrency, body);
    }

    /// {@return this node with so many items at a time}
    public MapNode withConcurrency(int number) {
      return new MapNode(items, as, number, body);
    }
  }

  /// The same steps again and again, until they are good enough. Yields `{output, score,
  /// iterations, reason}` of the best iteration.
  ///
  /// @param critic who gives a score and feedback after each iteration
  /// @param until the score that is good enough
  /// @param maxIterations the most iterations, 1–100
  record LoopNode(
      List<Step> body,
      Optional<Who> critic,
      Optional<BigDecimal> until,
      int maxIterations,
      List<Converge> converge)
      implements Node {

    /// The most iterations.
    public static final int MOST_ITERATIONS = 100;

    /// Copies the lists; scores of the same amount are the same.
    public LoopNode {
      until = until.map(BigDecimal::stripTrailingZeros);
      body = List.copyOf(body);
      converge = List.copyOf(converge);
    }

    /// {@return this node with a critic}
    public LoopNode withCritic(Who other) {
      return new LoopNode(body, Optional.of(other), until, maxIterations, converge);
    }

    /// {@return this node with a score that is good enough}
    public LoopNode withUntil(BigDecimal score) {
      return new LoopNode(body, critic, Optional.of(score), maxIterations, converge);
    }

    /// {@return this node with reasons to end early}
    public LoopNode withConverge(Converge... reasons) {
      return new LoopNode(body, critic, until, maxIterations, List.of(reasons));
    }
  }

  /// The steps of the first case that holds. Yields the output of the last of them.
  record BranchNode(List<Case> cases, List<Step> otherwise) implements Node {
    /// Copies the lists.
    public BranchNode {
      cases = List.copyOf(cases);
      otherwise = List.copyOf(otherwise);
    }

    /// {@return this node with steps that are done when no case holds}
    public BranchNode withOtherwise(Step... steps) {
      return new BranchNode(cases, List.of(steps));
    }
  }

  /// An agent divides a task, workers do the parts, the agent joins what they bring.
  ///
  /// @param prompt the task; the input of the workflow when absent
  /// @param workers who may take tasks; each entry takes one at a time
  /// @param maxTasks the most tasks in a plan, 1–64
  /// @param maxReplans how often it may plan anew after failed tasks, 0–10
  record ManagerNode(
      String agent,
      Optional<Template> prompt,
      List<Who> workers,
      int maxTasks,
      int maxReplans,
      Synthesis synthesis)
      implements Node {

    /// The most tasks in a plan unless the document says otherwise.
    public static final int STANDARD_TASKS = 16;

    /// The most tasks that may be in a plan.
    public static final int MOST_TASKS = 64;

    /// How often it may plan anew unless the document says otherwise.
    public static final int STANDARD_REPLANS = 2;

    /// The most often that it may plan anew.
    public static final int MOST_REPLANS = 10;

    /// Copies the workers.
    public ManagerNode {
      workers = List.copyOf(workers);
    }

    /// {@return this node with a task, which is a template}
    public ManagerNode withPrompt(String template) {
      return new ManagerNode(
          agent, Optional.of(Template.parse(template)), workers, maxTasks, maxReplans, synthesis);
    }

    /// {@return this node with another number of tasks}
    public ManagerNode withMaxTasks(int number) {
      return new ManagerNode(agent, prompt, workers, number, maxReplans, synthesis);
    }

    /// {@return this node, planning anew at most so often}
    public ManagerNode withMaxReplans(int number) {
      return new ManagerNode(agent, prompt, workers, maxTasks, number, synthesis);
    }

    /// {@return this node with something else made of the results}
    public ManagerNode with(Synthesis other) {
      return new ManagerNode(agent, prompt, workers, maxTasks, maxReplans, other);
    }
  }

  /// A human is asked. Yields the answer: `{approved, by}`, a choice, or a form's value.
  ///
  /// @param schema what a form's value must satisfy
  /// @param role who may answer: `user`, `operator` or `admin`
  /// @param expires how long to wait
  /// @param onExpiry what silence means
  record HumanNode(
      Ask ask,
      Template prompt,
      List<String> choices,
      Optional<Json> schema,
      Optional<String> role,
      Optional<Duration> expires,
      Expiry onExpiry)
      implements Node {
    /// Copies the choices.
    public HumanNode {
      choices = List.copyOf(choices);
    }

    /// {@return this node for those of a role}
    public HumanNode withRole(String name) {
      return new HumanNode(ask, prompt, choices, schema, Optional.of(name), expires, onExpiry);
    }

    /// {@return this node with an end to the waiting, and what silence means then}
    public HumanNode expiring(Duration after, Expiry meaning) {
      return new HumanNode(ask, prompt, choices, schema, role, Optional.of(after), meaning);
    }
  }

  /// Another workflow. Yields its output.
  ///
  /// @param with its input
  record WorkflowNode(String workflow, JsonTemplate with) implements Node {}

  /// Time passes, or somebody gives a signal. Yields the payload of the signal.
  record WaitNode(For what) implements Node {}

  /// Values are made of values. Yields an object of them; those whose keys are declared as state
  /// are written there too.
  record TransformNode(Map<String, JsonTemplate> values) implements Node {
    /// Copies the values, in order.
    public TransformNode {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /// A part of a long list, which a run of its own works on. Never in a document: a map over a long
  /// list falls into such nodes by itself.
  record SliceNode(int from, int size) implements Node {}

  /// Who does something.
  sealed interface Who {
    /// The agent of that name.
    record Named(String agent) implements Who {}

    /// An agent that is chosen among those that have all these capabilities.
    record Capable(List<String> capabilities) implements Who {
      /// Copies the capabilities.
      public Capable {
        capabilities = List.copyOf(capabilities);
      }
    }
  }

  /// When steps side by side are over. Those that are not needed any more are cancelled.
  sealed interface Join {
    /// All have succeeded, whenever that is.
    Join STANDARD = new All(Optional.empty());

    /// The longest it may take; then it fails, or for `partial` ends with what is there.
    Optional<Duration> deadline();

    /// All have succeeded; one failure fails it once the others have ended.
    record All(Optional<Duration> deadline) implements Join {}

    /// So many have succeeded.
    record Quorum(int k, Optional<Duration> deadline) implements Join {}

    /// One has succeeded. Yields its output.
    record First(Optional<Duration> deadline) implements Join {}

    /// All have ended, and a judge chooses among those that succeeded. Yields the chosen output.
    record Best(Who judge, Optional<Duration> deadline) implements Join {}

    /// All have ended, or the deadline has come. Fails only when none succeeded.
    record Partial(Optional<Duration> deadline) implements Join {}
  }

  /// What is made of the outputs of steps side by side. The outputs by id are `outputs` in its
  /// templates.
  sealed interface Aggregate {
    /// An agent answers a prompt about them.
    record ByAgent(Who who, Optional<Template> prompt) implements Aggregate {}

    /// A template.
    record ByTemplate(JsonTemplate template) implements Aggregate {}

    /// A merge rule, over the outputs in the order of the steps.
    record ByMerge(String rule) implements Aggregate {}
  }

  /// A condition and what is done when it holds.
  record Case(Expression when, List<Step> body) {
    /// Copies the steps.
    public Case {
      body = List.copyOf(body);
    }
  }

  /// Why a loop ends before its last iteration.
  enum Converge {
    /// The score has not risen for two iterations.
    PLATEAU,
    /// The output is what it was.
    UNCHANGED,
    /// The same tool calls were made again.
    REPEATED_CALLS
  }

  /// What is made of the results of tasks.
  enum Synthesis {
    /// The manager writes one answer.
    AGENT,
    /// They stay an object by task id.
    NONE
  }

  /// What a human is asked for.
  enum Ask {
    APPROVE,
    CHOOSE,
    FORM
  }

  /// What a human's silence means.
  enum Expiry {
    FAIL,
    /// Approval is denied; anything else is skipped.
    DENY,
    APPROVE
  }

  /// What is waited for.
  sealed interface For {
    /// Time to pass.
    record Time(Duration time) implements For {}

    /// A signal of that name.
    record Signal(String name, Optional<Duration> timeout) implements For {}
  }
}
