package dev.gatehouse.core.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// An enum as the lower-case name of its constant.
final class EnumShape implements Shape<Enum<?>> {

  private final Map<String, Enum<?>> constants = new TreeMap<>();
  private final Map<Enum<?>, Json.Str> names = new HashMap<>();

  private EnumShape(Enum<?>[] all) {
    for (var constant : all) {
      var name = SnakeCase.ofConstant(constant);
      names.put(constant, Json.of(name));
      if (constants.put(name, constant) != null) {
        throw JsonException.noJsonForm(
            "two constants of \""
                + constant.getDeclaringClass().getName()
                + "\" are \""
                + name
                + "\" as JSON; rename one");
      }
    }
  }

  static Shape<?> of(Class<?> type) {
    return new EnumShape((Enum<?>[]) type.getEnumConstants());
  }

  @Override
  public Json encode(Enum<?> value, String where) {
    return Objects.requireNonNull(names.get(value), where);
  }

  @Override
  public Enum<?> decode(Json json, String where) {
    var constant = json instanceof Json.Str(var name) ? constants.get(name) : null;
    if (constant == null) {
      throw JsonException.unreadable(where, Shape.found(json), "one of " + constants.keySet());
    }
    return constant;
  }
}
