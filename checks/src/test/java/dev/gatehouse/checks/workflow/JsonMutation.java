package dev.gatehouse.checks.workflow;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/// Changes a JSON value somewhere, drawn from a random source.
final class JsonMutation {

  private static final List<Json> STRANGE =
      List.of(
          Json.NULL,
          Json.of(true),
          Json.of(-1),
          Json.parse("1e300"),
          Json.of(""),
          Json.of("{{"),
          Json.of("{{ steps.s1.output | json }}"),
          Json.of("a && ("),
          Json.of("9".repeat(30) + "d"),
          Json.array(),
          Json.array(Json.NULL),
          Json.object().build(),
          Json.obj("id", Json.of("x"), "agent", Json.of("writer")),
          Json.obj("agent", Json.of(1)),
          Json.obj("fallback", Json.of("x")));
  private static final List<String> KEYS =
      List.of("id", "agent", "steps", "parallel", "join", "do", "map", "on-error", "signals", "x");

  private final Random random;

  JsonMutation(Random random) {
    this.random = random;
  }

  Json of(Json json) {
    if (random.nextInt(6) == 0) {
      return STRANGE.get(random.nextInt(STRANGE.size()));
    }
    return switch (json) {
      case Json.Obj(var members) when !members.isEmpty() -> {
        var names = List.copyOf(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        var changed = new LinkedHashMap<>(members);
        switch (random.nextInt(5)) {
          case 0 -> changed.remove(name);
          case 1 -> changed.put(KEYS.get(random.nextInt(KEYS.size())), changed.remove(name));
          default -> changed.put(name, of(members.getOrDefault(name, Json.NULL)));
        }
        yield new Json.Obj(changed);
      }
      case Json.Arr(var items) when !items.isEmpty() -> {
        var changed = new ArrayList<>(items);
        int at = random.nextInt(items.size());
        changed.set(at, of(items.get(at)));
        if (random.nextInt(5) == 0) {
          changed.add(items.get(at));
        }
        yield Json.array(changed);
      }
      default -> STRANGE.get(random.nextInt(STRANGE.size()));
    };
  }
}
