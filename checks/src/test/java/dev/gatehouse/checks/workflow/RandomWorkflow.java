package dev.gatehouse.checks.workflow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Options;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import dev.gatehouse.core.workflow.Template;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Workflows of every kind of node, drawn from a seed. They have the shape of workflows; whether
/// they could run is left to chance.
final class RandomWorkflow {

  private static final List<String> EXPRESSIONS =
      List.of(
          "input.files",
          "steps.s1.output.n > 3",
          "true",
          "state.a matches '^x' || [1, 2]",
          "1 in []");
  private static final List<String> TEMPLATES =
      List.of(
          "",
          "plain",
          "{{ input }}",
          "a {{ steps.s1.output }} b",
          "{{ item.x | default: [1] | json }}");

  /// From so many steps on no more lists of steps begin.
  private static final int MANY = 200;

  private final Random random;
  private int count;

  private RandomWorkflow(long seed) {
    this.random = new Random(seed);
  }

  static Workflow of(long seed) {
    return new RandomWorkflow(seed).workflow();
  }

  private Workflow workflow() {
    return new Workflow(
        oneOf(List.of("w", "my-flow", "Bad Name")),
        maybe(this::schema),
        Map.of("a", new StateKey(oneOf(List.of("append", "odd")), oneOf(List.of(Scope.values())))),
        steps(4),
        maybe(this::jsonTemplate));
  }

  private List<Step> steps(int depth) {
    return several(() -> step(depth));
  }

  private Step step(int depth) {
    return new Step("s" + (count++ % 40), node(depth), options(depth));
  }

  private Node node(int depth) {
    return switch (random.nextInt(depth == 0 || count > MANY ? 7 : 12)) {
      case 0 -> new AgentNode(who(), maybe(this::template), maybe(this::schema));
      case 1 -> new ToolNode("read", args());
      case 2 ->
          new ManagerNode(
              "boss",
              maybe(this::template),
              several(this::who),
              number(64),
              number(10),
              oneOf(List.of(Node.Synthesis.values())));
      case 3 ->
          new HumanNode(
              oneOf(List.of(Node.Ask.values())),
              template(),
              several(() -> "yes"),
              maybe(this::schema),
              maybe(() -> "operator"),
              maybe(this::time),
              oneOf(List.of(Node.Expiry.values())));
      case 4 -> new WorkflowNode("other", args());
      case 5 ->
          new WaitNode(
              random.nextBoolean()
                  ? new For.Time(time())
                  : new For.Signal("go", maybe(this::time)));
      case 6 -> new TransformNode(Map.of("a", jsonTemplate(), "b/~", jsonTemplate()));
      case 7 -> new SequenceNode(steps(depth - 1));
      case 8 -> new ParallelNode(steps(depth - 1), join(), maybe(this::aggregate));
      case 9 ->
          new MapNode(expression(), oneOf(List.of("item", "file")), number(256), steps(depth - 1));
      case 10 ->
          new LoopNode(
              steps(depth - 1),
              maybe(this::who),
              maybe(() -> BigDecimal.valueOf(random.nextInt(2000), 2)),
              number(100),
              several(() -> oneOf(List.of(Node.Converge.values()))));
      default ->
          new BranchNode(several(() -> new Case(expression(), steps(depth - 1))), steps(depth - 1));
    };
  }

  private Options options(int depth) {
    Options options = Options.STANDARD;
    if (random.nextInt(3) > 0) {
      return options;
    }
    options =
        new Options(
            maybe(() -> several(() -> "fs_*")),
            maybe(() -> "small"),
            retry(),
            maybe(this::time),
            maybe(() -> new Cost(random.nextLong(10_000_000_000L))),
            oneOf(List.of(Step.History.values())),
            Signals.NONE,
            new OnError.Fail());
    if (depth > 0 && count < MANY && random.nextBoolean()) {
      options = options.with(new OnError.Fallback(step(depth - 1)));
    } else if (random.nextBoolean()) {
      options = options.with(new OnError.Skip());
    }
    return depth > 0 && count < MANY && random.nextBoolean()
        ? options.with(new Signals(steps(depth - 1), oneOf(List.of(Terminate.values()))))
        : options;
  }

  private Retry retry() {
    return random.nextBoolean()
        ? Retry.NONE
        : new Retry(1 + random.nextInt(20), time(), several(() -> "overloaded"));
  }

  /// Sometimes one that is out of range.
  private int number(int most) {
    return random.nextInt(20) == 0 ? most + 1 : 1 + random.nextInt(most);
  }

  private Join join() {
    return switch (random.nextInt(5)) {
      case 0 -> new Join.All(maybe(this::time));
      case 1 -> new Join.Quorum(random.nextInt(4), maybe(this::time));
      case 2 -> new Join.First(maybe(this::time));
      case 3 -> new Join.Best(who(), maybe(this::time));
      default -> new Join.Partial(maybe(this::time));
    };
  }

  private Aggregate aggregate() {
    return switch (random.nextInt(3)) {
      case 0 -> new Aggregate.ByAgent(who(), maybe(this::template));
      case 1 -> new Aggregate.ByTemplate(jsonTemplate());
      default -> new Aggregate.ByMerge("union");
    };
  }

  private Who who() {
    return random.nextBoolean() ? new Who.Named("writer") : new Who.Capable(several(() -> "prose"));
  }

  private Template template() {
    return Template.parse(oneOf(TEMPLATES));
  }

  private JsonTemplate jsonTemplate() {
    return JsonTemplate.parse(
        oneOf(
                List.<Supplier<Json>>of(
                    () -> Json.of(oneOf(TEMPLATES)),
                    () -> Json.array(Json.of(oneOf(TEMPLATES)), Json.of(3)),
                    () -> Json.obj("x", Json.of(oneOf(TEMPLATES)), "y", Json.NULL)))
            .get());
  }

  private JsonTemplate args() {
    return random.nextBoolean()
        ? JsonTemplate.EMPTY
        : JsonTemplate.parse(Json.obj("path", Json.of(oneOf(TEMPLATES))));
  }

  private Expression expression() {
    return Expression.parse(oneOf(EXPRESSIONS), regex -> Pattern.compile(regex).asPredicate());
  }

  private Json schema() {
    return Json.obj(
        "type", Json.of("object"), "properties", Json.obj("n", Json.obj("type", Json.of("array"))));
  }

  private Duration time() {
    return Duration.ofMillis(
        oneOf(List.of(0L, 1L, 500L, 1_000L, 90_000L, 3_600_000L, 86_400_000L)));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> several(Supplier<T> value) {
    var all = new ArrayList<T>();
    Stream.generate(value).limit(random.nextInt(4)).forEach(all::add);
    return all;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
