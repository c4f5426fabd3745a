package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The shape of a JSON template.
sealed interface Mould {

  /// How deep lists and objects of a template may nest.
  int MAX_DEPTH = 64;

  Json value(Json.Obj scope, Room room);

  /// All templates in it.
  Stream<Template> templates();

  static Mould of(Json source, String pointer, Flaws flaws) {
    return of(source, pointer, flaws, 0);
  }

  private static Mould of(Json source, String pointer, Flaws flaws, int depth) {
    if (depth > MAX_DEPTH) {
      flaws.add(pointer, "nests deeper than " + MAX_DEPTH + " levels");
      return new Fixed(Json.NULL);
    }
    return switch (source) {
      case Json.Str(var text) -> leaf(text, pointer, flaws);
      case Json.Arr(var items) -> {
        var moulds = new ArrayList<Mould>();
        for (int i = 0; i < items.size(); i++) {
          moulds.add(of(items.get(i), Flaws.below(pointer, i), flaws, depth + 1));
        }
        yield new Items(moulds);
      }
      case Json.Obj(var members) -> {
        var moulds = new LinkedHashMap<String, Mould>();
        members.forEach((name, value) ->
            moulds.put(name, of(value, Flaws.below(pointer, name), flaws, depth + 1)));
        yield new Members(moulds);
      }
      case Json.Num _, Json.Bool _, Json.Null _ -> new Fixed(source);
    };
  }

  private static Mould leaf(String text, String pointer, Flaws flaws) {
    try {
      return new Leaf(Template.parse(text));
    } catch (TemplateException malformed) {
      flaws.add(pointer, String.valueOf(malformed.getMessage()));
      return new Fixed(Json.NULL);
    }
  }

  /// How much new text one rendering may make. Owned by one thread.
  final class Room {

    private long left = JsonTemplate.MAX_SIZE;

    boolean isSpent() {
      return left < 0;
    }

    /// A value that is handed on takes no room.
    Json spentOn(Json value) {
      left = RenderedText.isMark(value) ? -1 : left;
      return value;
    }

    Json spentOn(RenderedText text) {
      left = text.isCut() ? -1 : left - text.length();
      return Json.of(text.toString());
    }
  }

  /// A string.
  record Leaf(Template template) implements Mould {
    @Override
    public Json value(Json.Obj scope, Room room) {
      if (room.isSpent()) {
        return Json.NULL;
      }
      return template
          .alone()
          .map(hole -> room.spentOn(hole.value(scope)))
          .orElseGet(() -> room.spentOn(template.rendered(scope)));
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(template);
    }
  }

  /// A value without strings.
  record Fixed(Json json) implements Mould {
    @Override
    public Json value(Json.Obj scope, Room room) {
      return json;
    }

    @Override
    public Stream<Template> templates() {
      return Stream.empty();
    }
  }

  /// A list.
  record Items(List<Mould> items) implements Mould {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public Json value(Json.Obj scope, Room room) {
      return Json.array(items.stream().map(item -> item.value(scope, room)).toList());
    }

    @Override
    public Stream<Template> templates() {
      return items.stream().flatMap(Mould::templates);
    }
  }

  /// An object.
  record Members(Map<String, Mould> members) implements Mould {
    public Members {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public Json value(Json.Obj scope, Room room) {
      var values = new LinkedHashMap<String, Json>();
      members.forEach((name, mould) -> values.put(name, mould.value(scope, room)));
      return new Json.Obj(values);
    }

    @Override
    public Stream<Template> templates() {
      return members.values().stream().flatMap(Mould::templates);
    }
  }
}
