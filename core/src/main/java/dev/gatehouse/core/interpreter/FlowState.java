package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.workflow.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Where a workflow run stands: the fold of the events of its nodes.
///
/// Immutable. Nodes within an iteration or an item that is over are forgotten, so it stays small
/// however long the run gets.
///
/// @param spec what is run
/// @param nodes the nodes that have begun, by path, in the order in which they did
/// @param vars the shared state, by [#slot]
/// @param orders what was changed about the run while it went on
/// @param mail what was said to it and within it
/// @param trail who worked for its steps
/// @param begun how often a node has begun
/// @param calls how many tools its nodes have called
/// @param now when the last event was recorded
/// @param due the nodes that may have something to conclude
public record FlowState(
    FlowSpec spec,
    Map<String, NodeState> nodes,
    Map<String, Var> vars,
    Orders orders,
    Mail mail,
    Trail trail,
    int begun,
    int calls,
    Instant now,
    Set<String> due) {

  /// The most beginnings of nodes in one run.
  public static final int MAX_BEGUN = 20_000;

  /// The state of a run that has just been created.
  public static FlowState of(FlowSpec spec) {
    return new FlowState(
        spec,
        Map.of(),
        Map.of(),
        Orders.NONE,
        Mail.NONE,
        Trail.NONE,
        0,
        0,
        Instant.EPOCH,
        Set.of());
  }

  /// A value of the shared state.
  ///
  /// @param version how often it was written
  public record Var(Json value, int version) {}

  /// What was changed about a run while it went on.
  ///
  /// @param inserts the steps that people put in, by the path of the node they follow
  /// @param choices the steps that agents have chosen, by the path of the node they follow
  /// @param skips why nodes are not to be done, by path
  /// @param signals what agents have said about the rest of the workflow, by work
  /// @param end what the run yields, once an agent has ended it
  public record Orders(
      Map<String, List<Step>> inserts,
      Map<String, Step> choices,
      Map<String, Skip> skips,
      Map<String, Wish> signals,
      Optional<Wish> end) {

    static final Orders NONE = new Orders(Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

    Orders ending(Wish wish) {
      return new Orders(inserts, choices, skips, signals, Optional.of(wish));
    }

    Orders inserting(String after, Step step) {
      List<Step> steps = new ArrayList<>(inserts.getOrDefault(after, List.of()));
      steps.addFirst(step);
      return new Orders(with(inserts, after, List.copyOf(steps)), choices, skips, signals, end);
    }

    Orders choosing(String after, Step step) {
      return new Orders(inserts, with(choices, after, step), skips, signals, end);
    }

    Orders forgetting(Predicate<String> path) {
      Map<String, Step> kept = new LinkedHashMap<>(choices);
      return kept.keySet().removeIf(path)
          ? new Orders(inserts, Collections.unmodifiableMap(kept), skips, signals, end)
          : this;
    }

    Orders skipping(String path, Skip skip) {
      return new Orders(inserts, choices, with(skips, path, skip), signals, end);
    }

    Orders hearing(String work, Wish wish) {
      return new Orders(inserts, choices, skips, with(signals, work, wish), end);
    }

    private static <V> Map<String, V> with(Map<String, V> all, String key, V value) {
      Map<String, V> next = new LinkedHashMap<>(all);
      next.put(key, value);
      return Collections.unmodifiableMap(next);
    }
  }

  /// Why and by whose wish a node is not to be done.
  public record Skip(String reason, String by) {}

  /// What an agent has said about the rest of the workflow.
  ///
  /// @param target the step to be done next; the end of the workflow when absent
  public record Wish(Optional<String> target, Optional<Json> output, String reason) {}

  /// What was said to a run and within it.
  ///
  /// @param signals the payloads nobody has waited for yet, by name
  /// @param messages what agents wrote to each other
  public record Mail(Map<String, List<Json>> signals, List<Letter> messages) {

    /// The most signals of one name that are kept until somebody waits for them.
    public static final int MAX_SIGNALS = 100;

    static final Mail NONE = new Mail(Map.of(), List.of());

    Mail keeping(String name, Json payload) {
      List<Json> all = new ArrayList<>(signals.getOrDefault(name, List.of()));
      if (all.size() < MAX_SIGNALS) {
        all.add(payload);
      }
      return with(name, all);
    }

    Mail taking(String name) {
      List<Json> all = signals.getOrDefault(name, List.of());
      return all.isEmpty() ? this : with(name, all.subList(1, all.size()));
    }

    private Mail with(String name, List<Json> all) {
      Map<String, List<Json>> next = new LinkedHashMap<>(signals);
      next.put(name, List.copyOf(all));
      return new Mail(Collections.unmodifiableMap(next), messages);
    }

    Mail sending(Letter letter) {
      List<Letter> next = new ArrayList<>(messages);
      next.add(letter);
      return new Mail(signals, List.copyOf(next));
    }
  }

  /// Who worked for the steps of a run.
  ///
  /// @param runs the last run that worked for a step, by the step's id
  /// @param routes the agents that were chosen for a node, by its path
  /// @param writes what names the writes of the agent of a node, by its path
  public record Trail(
      Map<String, String> runs, Map<String, List<Route>> routes, Map<String, Set<String>> writes) {

    static final Trail NONE = new Trail(Map.of(), Map.of(), Map.of());

    Trail working(String step, String run) {
      Map<String, String> next = new LinkedHashMap<>(runs);
      next.put(step, run);
      return new Trail(Collections.unmodifiableMap(next), routes, writes);
    }

    Trail choosing(String path, Route route) {
      Map<String, List<Route>> next = new LinkedHashMap<>(routes);
      List<Route> all = new ArrayList<>(next.getOrDefault(path, List.of()));
      all.add(route);
      next.put(path, List.copyOf(all));
      return new Trail(runs, Collections.unmodifiableMap(next), writes);
    }

    Trail writing(String path, String write) {
      Map<String, Set<String>> next = new LinkedHashMap<>(writes);
      Set<String> all = new LinkedHashSet<>(next.getOrDefault(path, Set.of()));
      all.add(write);
      next.put(path, Collections.unmodifiableSet(all));
      return new Trail(runs, routes, Collections.unmodifiableMap(next));
    }

    Trail forgetting(String path) {
      return new Trail(runs, without(routes, path), without(writes, path));
    }

    private static <V> Map<String, V> without(Map<String, V> all, String path) {
      if (!all.containsKey(path)) {
        return all;
      }
      Map<String, V> next = new LinkedHashMap<>(all);
      next.remove(path);
      return Collections.unmodifiableMap(next);
    }
  }

  /// Who was chosen for a node.
  ///
  /// @param serial the beginning of the node that it was chosen for
  public record Route(String agent, int serial) {}

  /// {@return the agents that have tried a node before it began as it is now}
  public List<String> tried(NodeState node) {
    return routes(node)
        .filter(route -> route.serial() < node.tries().serial())
        .map(Route::agent)
        .toList();
  }

  /// {@return who was chosen for a node as it is now, if somebody was}
  public Optional<String> chosen(NodeState node) {
    return routes(node)
        .filter(route -> route.serial() == node.tries().serial())
        .map(Route::agent)
        .findFirst();
  }

  private Stream<Route> routes(NodeState node) {
    return trail.routes().getOrDefault(node.path(), List.of()).stream();
  }

  /// A message between agents.
  public record Letter(String id, String from, String to, String text, Instant at) {}

  /// {@return the node that is the run itself, once it has begun}
  public Optional<NodeState> root() {
    return node("");
  }

  /// {@return a node that has begun}
  public Optional<NodeState> node(String path) {
    return Optional.ofNullable(nodes.get(path));
  }

  /// {@return the nodes that lie in a node, directly or not, in the order in which they began}
  List<NodeState> below(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    return nodes.values().stream()
        .filter(node -> !node.path().equals(path) && node.path().startsWith(prefix))
        .toList();
  }

  /// The nodes that lie directly in a node, in the order in which they began.
  List<NodeState> children(String path) {
    return nodes.values().stream()
        .filter(node -> node.parent().filter(path::equals).isPresent())
        .toList();
  }

  FlowState with(NodeState node) {
    Map<String, NodeState> next = new LinkedHashMap<>(nodes);
    next.put(node.path(), node);
    return withNodes(next);
  }

  FlowState change(String path, UnaryOperator<NodeState> change) {
    return node(path).map(node -> with(change.apply(node))).orElse(this);
  }

  FlowState withNodes(Map<String, NodeState> next) {
    return new FlowState(
        spec, Collections.unmodifiableMap(next), vars, orders, mail, trail, begun, calls, now, due);
  }

  /// Forgets what lies in a node: the nodes there, what their agents have chosen, and the values
  /// that only they see.
  FlowState emptied(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    Predicate<String> within = other -> !other.equals(path) && other.startsWith(prefix);
    Map<String, NodeState> kept = new LinkedHashMap<>(nodes);
    kept.keySet().removeIf(within);
    Map<String, Var> values = new LinkedHashMap<>(vars);
    values
        .keySet()
        .removeIf(slot -> {
          String holder = slot.substring(0, slot.indexOf('#'));
          return within.test(holder) || (holder.equals(path) && !path.isEmpty());
        });
    return withNodes(kept).withVars(values).with(orders.forgetting(within));
  }

  /// Forgets a node and what lies in it.
  FlowState forgotten(String path) {
    FlowState next = emptied(path).notDue(path);
    Map<String, NodeState> kept = new LinkedHashMap<>(next.nodes);
    kept.remove(path);
    return next.withNodes(kept).with(next.orders.forgetting(path::equals));
  }

  FlowState withVar(String slot, Var value) {
    Map<String, Var> next = new LinkedHashMap<>(vars);
    next.put(slot, value);
    return withVars(next);
  }

  private FlowState withVars(Map<String, Var> next) {
    return new FlowState(
        spec,
        nodes,
        Collections.unmodifiableMap(next),
        orders,
        mail,
        trail,
        begun,
        calls,
        now,
        due);
  }

  FlowState with(Orders next) {
    return new FlowState(spec, nodes, vars, next, mail, trail, begun, calls, now, due);
  }

  FlowState with(Mail next) {
    return new FlowState(spec, nodes, vars, orders, next, trail, begun, calls, now, due);
  }

  FlowState with(Trail next) {
    return new FlowState(spec, nodes, vars, orders, mail, next, begun, calls, now, due);
  }

  FlowState counting(int beginnings, int tools) {
    return new FlowState(spec, nodes, vars, orders, mail, trail, beginnings, tools, now, due);
  }

  FlowState at(Instant time) {
    return new FlowState(spec, nodes, vars, orders, mail, trail, begun, calls, time, due);
  }

  FlowState due(String path) {
    if (due.contains(path)) {
      return this;
    }
    Set<String> next = new LinkedHashSet<>(due);
    next.add(path);
    return withDue(next);
  }

  FlowState notDue(String path) {
    if (!due.contains(path)) {
      return this;
    }
    Set<String> next = new LinkedHashSet<>(due);
    next.remove(path);
    return withDue(next);
  }

  private FlowState withDue(Set<String> next) {
    return new FlowState(
        spec,
        nodes,
        vars,
        orders,
        mail,
        trail,
        begun,
        calls,
        now,
        Collections.unmodifiableSet(next));
  }

  /// {@return where a value of the shared state lies}
  ///
  /// @param holder the path of the node that has it; empty for the whole run
  static String slot(String holder, String key) {
    return holder + "#" + key;
  }
}
