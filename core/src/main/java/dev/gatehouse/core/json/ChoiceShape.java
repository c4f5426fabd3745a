package dev.gatehouse.core.json;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A sealed interface as the object of the chosen record, led by the member `type`.
///
/// The alternatives are all records below the interface, however deep families nest. Like
/// [RecordShape] it is bound once after construction, because alternatives may contain the choice.
final class ChoiceShape implements Shape<Record> {

  static final String DISCRIMINATOR = "type";

  private final Class<?> type;
  private final SortedMap<String, RecordShape> byName = new TreeMap<>();
  private final Map<Class<?>, Json.Str> names = new HashMap<>();

  ChoiceShape(Class<?> type) {
    this.type = type;
  }

  void bind(RecordShape alternative) {
    var name = SnakeCase.ofCamel(alternative.type().getSimpleName());
    if (hasComponent(alternative.type(), DISCRIMINATOR)) {
      throw JsonException.noJsonForm(
          "component \"type\" of \""
              + alternative.type().getName()
              + "\" collides with the discriminator; rename it");
    }
    var other = byName.put(name, alternative);
    if (other != null && other != alternative) {
      throw JsonException.noJsonForm(
          "\""
              + other.type().getName()
              + "\" and \""
              + alternative.type().getName()
              + "\" are both \""
              + name
              + "\" as JSON; rename one");
    }
    names.put(alternative.type(), Json.of(name));
  }

  SortedMap<String, Class<?>> types() {
    var types = new TreeMap<String, Class<?>>();
    byName.forEach((name, shape) -> types.put(name, shape.type()));
    return Collections.unmodifiableSortedMap(types);
  }

  @Override
  public Json encode(Record value, String where) {
    var name = names.get(value.getClass());
    if (name == null) {
      throw JsonException.noJsonForm(
          "\"" + value.getClass().getName() + "\" is not an alternative of \"" + type + "\"");
    }
    var object = new LinkedHashMap<String, Json>();
    object.put(DISCRIMINATOR, name);
    shape(name.value()).encodeMembers(value, object);
    return new Json.Obj(object);
  }

  @Override
  public Record decode(Json json, String where) {
    if (!(json instanceof Json.Obj(var members))) {
      throw JsonException.unreadable(where, Shape.found(json), "an object");
    }
    if (members.get(DISCRIMINATOR) instanceof Json.Str(var name) && byName.containsKey(name)) {
      return shape(name).decodeMembers(members);
    }
    var found = json.at(DISCRIMINATOR).map(Shape::found).orElse("no such member");
    throw JsonException.unreadable(
        type.getSimpleName() + "." + DISCRIMINATOR, found, "one of " + byName.keySet());
  }

  /// Asked of the type: a record that contains the choice is not bound yet when it is added.
  private static boolean hasComponent(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> SnakeCase.ofCamel(component.getName()).equals(name));
  }

  private RecordShape shape(String name) {
    var shape = byName.get(name);
    if (shape == null) {
      throw new IllegalStateException("no shape for \"" + name + "\" although it has a name");
    }
    return shape;
  }
}
