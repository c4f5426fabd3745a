package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import java.util.Set;
import java.util.TreeSet;

/// What a workflow document calls by name.
record NamedInWorkflow(Set<String> agents, Set<String> capabilities, Set<String> tools) {

  static NamedInWorkflow in(Json document) {
    var named = new NamedInWorkflow(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    named.collect(document);
    return named;
  }

  private void collect(Json json) {
    if (json instanceof Json.Arr(var items)) {
      items.forEach(this::collect);
    }
    if (json instanceof Json.Obj(var members)) {
      members.forEach((name, value) -> {
        switch (name) {
          case "agent", "manager", "judge" -> value.text().ifPresent(agents::add);
          case "tool" -> value.text().ifPresent(tools::add);
          case "allowed-tools" -> texts(value, tools);
          case "capability" -> texts(value, capabilities);
          default -> {}
        }
        collect(value);
      });
    }
  }

  private static void texts(Json value, Set<String> all) {
    value.text().ifPresent(all::add);
    value.asArray().ifPresent(items -> items.items().forEach(each -> texts(each, all)));
  }
}
