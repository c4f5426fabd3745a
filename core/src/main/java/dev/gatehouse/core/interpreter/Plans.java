package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The plans of managers: what they may look like, and what is wrong with one.
final class Plans {

  private static final String ID = "[A-Za-z0-9_-]{1,64}";
  private static final int MAX_PRIORITY = 9;

  private Plans() {}

  /// What a manager's answer turned out to be.
  ///
  /// @param findings what is wrong with it; nothing when empty
  record Plan(List<Task> tasks, List<String> findings) {}

  /// {@return the JSON Schema of a plan}
  static Json schema(ManagerNode manager) {
    Json text = Json.obj("type", Json.of("string"));
    Json task =
        Json.object()
            .put("type", "object")
            .put(
                "properties",
                Json.object()
                    .put("id", text)
                    .put("task", text)
                    .put("capability", text)
                    .put("agent", text)
                    .put("depends_on", Json.obj("type", Json.of("array"), "items", text))
                    .put(
                        "priority",
                        Json.object()
                            .put("type", "integer")
                            .put("minimum", 0)
                            .put("maximum", MAX_PRIORITY)
                            .build())
                    .build())
            .put("required", Json.array(List.of(Json.of("id"), Json.of("task"))))
            .build();
    Json tasks =
        Json.object()
            .put("type", "array")
            .put("minItems", 1)
            .put("maxItems", manager.maxTasks())
            .put("items", task)
            .build();
    return Json.object()
        .put("type", "object")
        .put("properties", Json.obj("tasks", tasks))
        .put("required", Json.array(List.of(Json.of("tasks"))))
        .build();
  }

  /// Reads a plan.
  ///
  /// @param done the tasks that are done already, on which new ones may depend
  static Plan read(
      Json answer, ManagerNode manager, Map<String, List<String>> crew, Set<String> done) {
    List<String> findings = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    List<Json> items =
        answer.at("tasks").orElse(Json.NULL) instanceof Json.Arr(List<Json> list)
            ? list
            : List.of();
    if (items.isEmpty()) {
      findings.add("'tasks' must be a list with at least one task");
    }
    if (items.size() > manager.maxTasks()) {
      findings.add(
          "there are " + items.size() + " tasks; at most " + manager.maxTasks() + " may be");
    }
    items.stream().limit(manager.maxTasks()).forEach(item -> tasks.add(task(item)));
    check(tasks, manager, crew, done, findings);
    return new Plan(tasks, findings);
  }

  private static Task task(Json item) {
    List<String> depends =
        item.at("depends_on").orElse(Json.NULL) instanceof Json.Arr(List<Json> list)
            ? list.stream().flatMap(one -> one.text().stream()).toList()
            : List.of();
    int priority =
        item.at("priority").orElse(Json.NULL) instanceof Json.Num(var number)
            ? Math.max(0, Math.min(MAX_PRIORITY, number.intValue()))
            : 0;
    return new Task(
        item.at("id").flatMap(Json::text).orElse(""),
        item.at("task").flatMap(Json::text).orElse(""),
        item.at("capability").flatMap(Json::text).filter(it -> !it.isBlank()),
        item.at("agent").flatMap(Json::text).filter(it -> !it.isBlank()),
        depends,
        priority);
  }

  private static void check(
      List<Task> tasks,
      ManagerNode manager,
      Map<String, List<String>> crew,
      Set<String> done,
      List<String> findings) {
    Set<String> ids = new HashSet<>(done);
    for (Task task : tasks) {
      if (!task.id().matches(ID)) {
        findings.add("'" + task.id() + "' is no id of a task; use letters, digits, '-' and '_'");
      } else if (!ids.add(task.id())) {
        findings.add("two tasks have the id '" + task.id() + "'");
      }
      if (task.task().isBlank()) {
        findings.add("task '" + task.id() + "' does not say what is to be done");
      }
      if (manager.workers().stream().noneMatch(worker -> fits(worker, task, crew))) {
        findings.add(
            "no worker can do task '"
                + task.id()
                + "'"
                + task.agent().map(it -> ": there is no worker '" + it + "'").orElse("")
                + task.capability().map(it -> ": nobody is capable of '" + it + "'").orElse(""));
      }
    }
    for (Task task : tasks) {
      task.dependsOn().stream()
          .filter(other -> !ids.contains(other))
          .forEach(other ->
              findings.add(
                  "task '" + task.id() + "' depends on '" + other + "', which is no task"));
    }
    if (isCyclic(tasks)) {
      findings.add("the tasks depend on each other in a circle");
    }
  }

  private static boolean isCyclic(List<Task> tasks) {
    Map<String, Set<String>> waiting = new HashMap<>();
    tasks.forEach(task -> waiting.put(task.id(), new HashSet<>(task.dependsOn())));
    waiting.values().forEach(all -> all.removeIf(id -> !waiting.containsKey(id)));
    boolean moved = true;
    while (moved) {
      Set<String> free = new HashSet<>();
      waiting.forEach((id, all) -> {
        if (all.isEmpty()) {
          free.add(id);
        }
      });
      free.forEach(waiting::remove);
      waiting.values().forEach(all -> all.removeAll(free));
      moved = !free.isEmpty();
    }
    return !waiting.isEmpty();
  }

  /// {@return whether a worker may take a task}
  static boolean fits(Who worker, Task task, Map<String, List<String>> crew) {
    return switch (worker) {
      case Who.Named(String agent) ->
          task.agent().filter(wanted -> !wanted.equals(agent)).isEmpty()
              && task.capability()
                  .filter(wanted -> !crew.getOrDefault(agent, List.of()).contains(wanted))
                  .isEmpty();
      case Who.Capable(List<String> capabilities) ->
          task.agent().isEmpty()
              && task.capability().filter(wanted -> !capabilities.contains(wanted)).isEmpty();
    };
  }

  /// {@return how a worker is named in the log}
  static String label(Who worker) {
    return switch (worker) {
      case Who.Named(String agent) -> agent;
      case Who.Capable(List<String> capabilities) -> "capability:" + String.join("+", capabilities);
    };
  }

  /// {@return the step of a part of a manager's work}
  static Optional<Layout.Found> part(NodeState parent, ManagerNode manager, String key) {
    Who who = new Who.Named(manager.agent());
    if (Layout.isTask(key)) {
      String label =
          parent.course() instanceof Course.Board board
              ? board.claims().getOrDefault(Layout.taskOf(key), "")
              : "";
      Optional<Who> worker =
          manager.workers().stream().filter(one -> label(one).equals(label)).findFirst();
      if (worker.isEmpty()) {
        return Optional.empty();
      }
      who = worker.get();
    }
    Optional<Json> schema = Layout.isPlan(key) ? Optional.of(schema(manager)) : Optional.empty();
    Step.Options all = parent.step().options();
    Step.Options options =
        new Step.Options(
            all.allowedTools(),
            all.model(),
            Step.Retry.NONE,
            Optional.empty(),
            all.maxBudget(),
            Step.History.NONE,
            Step.Signals.NONE,
            new Step.OnError.Fail());
    return Optional.of(
        new Layout.Found(
            new Step(key, new AgentNode(who, Optional.empty(), schema), options), Map.of()));
  }
}
