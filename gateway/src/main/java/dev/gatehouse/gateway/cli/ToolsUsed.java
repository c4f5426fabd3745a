package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.util.LinkedHashSet;
import java.util.Set;

/// The names of the tools a run used, in the order of their first use.
final class ToolsUsed {

  private final Set<String> names = new LinkedHashSet<>();

  /// A screen that notes the tools before another shows them.
  Screen before(Screen screen) {
    return new Screen() {
      @Override
      public void show(Shown shown) {
        if (shown instanceof Shown.ToolBegan began) {
          names.add(began.tool());
        }
        screen.show(shown);
      }

      @Override
      public void tick() {
        screen.tick();
      }
    };
  }

  /// The record of the run, and the tools.
  Json addedTo(Json record) {
    var all = Json.object();
    record.asObject().ifPresent(run -> run.members().forEach(all::put));
    return all.put("tools_used", Json.array(names.stream().map(Json::of).toList())).build();
  }
}
