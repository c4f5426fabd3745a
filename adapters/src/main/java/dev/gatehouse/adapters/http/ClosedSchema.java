package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Optional;

/// A JSON Schema whose objects say that they have no further members, as providers demand that hold
/// a model to it.
public final class ClosedSchema {

  private static final String ADDITIONAL = "additionalProperties";

  private ClosedSchema() {}

  /// {@return the schema with every object closed that says nothing about further members}
  public static Json of(Json schema) {
    return switch (schema) {
      case Json.Obj object -> closed(object);
      case Json.Arr(var items) -> Json.array(items.stream().map(ClosedSchema::of).toList());
      case Json.Str text -> text;
      case Json.Num number -> number;
      case Json.Bool truth -> truth;
      case Json.Null nothing -> nothing;
    };
  }

  private static Json closed(Json.Obj object) {
    var members = new LinkedHashMap<String, Json>();
    object.members().forEach((name, value) -> members.put(name, isData(name) ? value : of(value)));
    if (object.at("properties").isPresent()
        && object.at("type").flatMap(Json::text).equals(Optional.of("object"))) {
      members.putIfAbsent(ADDITIONAL, Json.of(false));
    }
    return new Json.Obj(members);
  }

  /// Values that only look like schemas.
  private static boolean isData(String name) {
    return name.equals("const")
        || name.equals("enum")
        || name.equals("default")
        || name.equals("examples");
  }
}
