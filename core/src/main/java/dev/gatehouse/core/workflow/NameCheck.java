package dev.gatehouse.core.workflow;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks the names in a workflow: that those it gives are well formed and given once, and that
/// those it uses are known.
final class NameCheck {

  private static final Pattern WORKFLOW = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String OWN = String.join(", ", Known.RULES);
  private static final List<String> ROLES = List.of("user", "operator", "admin");

  private final Known known;
  private final Flaws flaws;
  private final Set<String> rules;
  private final Map<String, String> places = new HashMap<>();

  NameCheck(Known known, Flaws flaws) {
    this.known = known;
    this.flaws = flaws;
    this.rules = new TreeSet<>(known.rules());
    rules.addAll(Known.RULES);
  }

  void check(Workflow workflow) {
    if (!WORKFLOW.matcher(workflow.id()).matches()) {
      flaws.add(
          "/id",
          "\"" + workflow.id() + "\" is no id; use 1 to 64 lower-case letters, digits and dashes");
    }
    workflow.state().forEach(this::state);
    Within.list(workflow.steps(), "/steps").forEach(this::step);
    new CycleCheck(known, flaws).check(workflow);
  }

  private void state(String name, Workflow.StateKey key) {
    String pointer = Flaws.below(Flaws.below("/state", name), "merge");
    String of = "state key \"" + name + "\": ";
    if (known.rules().contains(key.merge()) && key.scope() == Workflow.Scope.SESSION) {
      flaws.add(
          pointer,
          of + "\"" + key.merge() + "\" joins within a run; what a session keeps takes " + OWN);
      return;
    }
    rule(key.merge(), rules, pointer, of);
  }

  private void step(Within place) {
    id(place);
    switch (place.step().node()) {
      case AgentNode agent -> who(agent.who(), place, place.at("agent"));
      case ToolNode tool -> known("tool", tool.tool(), known.tools().keySet(), place, "tool");
      case LoopNode loop -> loop.critic().ifPresent(it -> who(it, place, place.at("critic")));
      case ParallelNode parallel -> parallel(parallel, place);
      case ManagerNode manager -> manager(manager, place);
      case HumanNode human -> human.role().ifPresent(role -> role(role, place));
      case WorkflowNode it ->
          known("workflow", it.workflow(), known.workflows().keySet(), place, "workflow");
      case Node.SequenceNode _,
          Node.MapNode _,
          Node.BranchNode _,
          Node.WaitNode _,
          Node.TransformNode _,
          Node.SliceNode _ -> {}
    }
    allowedTools(place);
    place.all().forEach(this::step);
  }

  private void id(Within place) {
    String id = place.step().id();
    if (!STEP.matcher(id).matches() || NUMBER.matcher(id).matches()) {
      flaws.add(
          place.at("id"),
          "\""
              + id
              + "\" is no id; use 1 to 64 letters, digits, dashes and underscores, and not digits"
              + " alone");
    }
    String first = places.putIfAbsent(id, place.pointer());
    if (first != null) {
      flaws.add(place.at("id"), place, "the id is taken by the step at " + first);
    }
  }

  private void parallel(ParallelNode parallel, Within place) {
    if (parallel.join() instanceof Join.Best(var judge, _)) {
      who(judge, place, place.at("join", "judge"));
    }
    switch (parallel.aggregate().orElse(null)) {
      case Aggregate.ByAgent(var who, _) -> who(who, place, place.at("aggregate", "agent"));
      case Aggregate.ByMerge(var rule) ->
          rule(
              rule,
              Known.RULES,
              place.at("aggregate", "merge"),
              "step \"" + place.step().id() + "\": ");
      case Aggregate.ByTemplate _ -> {}
      case null -> {}
    }
  }

  private void manager(ManagerNode manager, Within place) {
    known("agent", manager.agent(), known.agents().keySet(), place, "manager");
    for (int i = 0; i < manager.workers().size(); i++) {
      who(manager.workers().get(i), place, place.at("workers", String.valueOf(i)));
    }
  }

  private void role(String role, Within place) {
    if (!ROLES.contains(role)) {
      flaws.add(place.at("human", "role"), place, unknown("role", role, ROLES));
    }
  }

  private void who(Who who, Within place, String pointer) {
    switch (who) {
      case Who.Named(var agent) -> {
        if (!known.agents().containsKey(agent)) {
          flaws.add(pointer, place, unknown("agent", agent, known.agents().keySet()));
        }
      }
      case Who.Capable(var all) -> {
        if (all.isEmpty()) {
          flaws.add(pointer, place, "name at least one capability");
        } else if (known.agents().values().stream().noneMatch(it -> it.containsAll(all))) {
          flaws.add(pointer, place, "no agent is capable of " + String.join(" and ", all));
        }
      }
    }
  }

  private void allowedTools(Within place) {
    List<String> globs = place.step().options().allowedTools().orElse(List.of());
    for (int i = 0; i < globs.size(); i++) {
      String name = globs.get(i);
      if (name.indexOf('*') < 0 && name.indexOf('?') < 0 && !known.tools().containsKey(name)) {
        flaws.add(
            place.at("allowed-tools", String.valueOf(i)),
            place,
            unknown("tool", name, known.tools().keySet()));
      }
    }
  }

  private void known(String what, String name, Set<String> names, Within place, String key) {
    if (!names.contains(name)) {
      flaws.add(place.at(key), place, unknown(what, name, names));
    }
  }

  private void rule(String rule, Collection<String> choice, String pointer, String of) {
    if (rules.contains(rule) && !choice.contains(rule)) {
      flaws.add(pointer, of + "\"" + rule + "\" is for state; an aggregate takes " + OWN);
    } else if (!choice.contains(rule)) {
      flaws.add(pointer, of + unknown("merge rule", rule, choice));
    }
  }

  private static String unknown(String what, String name, Collection<String> known) {
    return "unknown "
        + what
        + " \""
        + name
        + "\""
        + NearestName.of(name, known).map(near -> "; perhaps \"" + near + "\"?").orElse("");
  }
}
