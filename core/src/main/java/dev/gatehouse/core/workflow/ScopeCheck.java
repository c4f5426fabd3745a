package dev.gatehouse.core.workflow;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.expr.FactPath.Step.Member;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks that templates and conditions look only at what can be there by then.
///
/// A step is seen by those after it. Steps within a `map` are seen within the same item only, and
/// steps within a `loop` within the loop, where those further down show what they brought the time
/// before. Steps side by side do not see each other. What takes the place of a failed step is seen
/// under the name of that step.
final class ScopeCheck {

  private static final Set<String> ALWAYS = Set.of("input", "context", "state", "steps");
  private static final Set<String> OF_STEP = Set.of("output", "status", "error");

  private final Workflow workflow;
  private final Flaws flaws;
  private final Set<String> all = new HashSet<>();

  ScopeCheck(Workflow workflow, Flaws flaws) {
    this.workflow = workflow;
    this.flaws = flaws;
    Within.list(workflow.steps(), "/steps").forEach(this::collect);
  }

  private void collect(Within place) {
    all.add(place.step().id());
    place.all().forEach(this::collect);
  }

  void check() {
    Sight end = sequence(Within.list(workflow.steps(), "/steps"), new Sight(Set.of(), ALWAYS));
    workflow.output().ifPresent(it -> paths(it.paths(), "/output", "the output", end));
  }

  /// What can be seen somewhere.
  ///
  /// @param steps the steps that may have been done
  /// @param names the first names of paths
  private record Sight(Set<String> steps, Set<String> names) {

    Sight withSteps(Collection<String> more) {
      return new Sight(union(steps, more), names);
    }

    Sight withNames(Collection<String> more) {
      return new Sight(steps, union(names, more));
    }

    private static Set<String> union(Set<String> some, Collection<String> more) {
      var all = new HashSet<>(some);
      all.addAll(more);
      return all;
    }
  }

  /// Checks steps one after the other; answers what is seen after them.
  private Sight sequence(List<Within> places, Sight from) {
    Sight sight = from;
    for (Within place : places) {
      step(place, sight);
      sight = sight.withSteps(shown(place));
    }
    return sight;
  }

  private void step(Within place, Sight sight) {
    switch (place.step().node()) {
      case AgentNode agent -> template(agent.prompt(), place, sight, "prompt");
      case ToolNode tool -> template(tool.args(), place, sight, "args");
      case WorkflowNode other -> template(other.with(), place, sight, "with");
      case ManagerNode manager -> template(manager.prompt(), place, sight, "prompt");
      case HumanNode human ->
          template(Optional.of(human.prompt()), place, sight, "human", "prompt");
      case TransformNode(var values) ->
          values.forEach((key, value) -> template(value, place, sight, "transform", key));
      case SequenceNode _ -> sequence(place.parts(), sight);
      case ParallelNode parallel -> parallel(parallel, place, sight);
      case MapNode map -> {
        paths(map.items().paths(), place.at("map"), named(place), sight);
        sequence(place.parts(), sight.withNames(List.of("item", map.as())));
      }
      case LoopNode _ -> {
        var before = new HashSet<>(Set.of(place.step().id()));
        place.parts().forEach(part -> before.addAll(shown(part)));
        sequence(place.parts(), sight.withSteps(before).withNames(List.of("iteration")));
      }
      case BranchNode branch -> branch(branch, place, sight);
      case Node.WaitNode _, Node.SliceNode _ -> {}
    }
    Sight after = sight.withSteps(Set.of(place.step().id()));
    place.chosen().forEach(choice -> step(choice, after));
    Sight failed = sight.withSteps(inner(place));
    place.fallback().forEach(other -> step(other, failed));
  }

  private void parallel(ParallelNode parallel, Within place, Sight sight) {
    place.parts().forEach(part -> step(part, sight));
    Sight joined = sight.withSteps(inner(place)).withNames(List.of("outputs"));
    switch (parallel.aggregate().orElse(null)) {
      case Aggregate.ByAgent(_, var prompt) ->
          template(prompt, place, joined, "aggregate", "prompt");
      case Aggregate.ByTemplate(var template) ->
          template(template, place, joined, "aggregate", "template");
      case Aggregate.ByMerge _ -> {}
      case null -> {}
    }
  }

  private void branch(BranchNode branch, Within place, Sight sight) {
    for (int i = 0; i < branch.cases().size(); i++) {
      String pointer = place.at("branch", String.valueOf(i), "when");
      paths(branch.cases().get(i).when().paths(), pointer, named(place), sight);
      sequence(place.way(branch.cases().get(i), i), sight);
    }
    sequence(place.otherwise(branch), sight);
  }

  /// The steps that those after a step can see.
  private static Set<String> shown(Within place) {
    var shown = new HashSet<>(inner(place));
    shown.add(place.step().id());
    place.chosen().forEach(choice -> shown.addAll(shown(choice)));
    place.fallback().forEach(other -> shown.addAll(inner(other)));
    return shown;
  }

  private static Set<String> inner(Within place) {
    var inner = new HashSet<String>();
    if (!(place.step().node() instanceof MapNode) && !(place.step().node() instanceof LoopNode)) {
      place.parts().forEach(part -> inner.addAll(shown(part)));
    }
    return inner;
  }

  private void template(Optional<Template> template, Within place, Sight sight, String... keys) {
    template.ifPresent(it -> paths(it.paths(), place.at(keys), named(place), sight));
  }

  private void template(JsonTemplate template, Within place, Sight sight, String... keys) {
    paths(template.paths(), place.at(keys), named(place), sight);
  }

  private static String named(Within place) {
    return "step \"" + place.step().id() + "\"";
  }

  private void paths(Set<FactPath> paths, String pointer, String who, Sight sight) {
    for (FactPath path : paths) {
      flaw(path, sight).ifPresent(flaw -> flaws.add(pointer, who + ": \"" + path + "\": " + flaw));
    }
  }

  private Optional<String> flaw(FactPath path, Sight sight) {
    if (!sight.names().contains(path.root())) {
      return Optional.of(
          "there is no \"" + path.root() + "\" here" + perhaps(path.root(), sight.names()));
    }
    return switch (path.root()) {
      case "steps" -> stepFlaw(path.steps(), sight);
      case "state" -> stateFlaw(path.steps());
      case "input" ->
          workflow
              .input()
              .flatMap(schema -> DeclaredType.missing(schema, path.steps()))
              .map(name -> "the schema of the input declares no \"" + name + "\"");
      default -> Optional.empty();
    };
  }

  private Optional<String> stepFlaw(List<FactPath.Step> path, Sight sight) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (!(path.getFirst() instanceof Member(var id)) || !all.contains(id)) {
      String name = path.getFirst() instanceof Member(var wrong) ? wrong : "";
      return Optional.of("there is no such step" + perhaps(name, all));
    }
    if (!sight.steps().contains(id)) {
      return Optional.of("step \"" + id + "\" cannot be counted on to be over here");
    }
    return path.size() > 1
            && !(path.get(1) instanceof Member(var member) && OF_STEP.contains(member))
        ? Optional.of("a step has output, status and error")
        : Optional.empty();
  }

  private Optional<String> stateFlaw(List<FactPath.Step> path) {
    return path.isEmpty()
            || (path.getFirst() instanceof Member(var key) && workflow.state().containsKey(key))
        ? Optional.empty()
        : Optional.of(
            "the workflow declares no such key of its state"
                + (path.getFirst() instanceof Member(var key)
                    ? perhaps(key, workflow.state().keySet())
                    : ""));
  }

  private static String perhaps(String name, Collection<String> known) {
    return NearestName.of(name, known).map(near -> "; perhaps \"" + near + "\"?").orElse("");
  }
}
