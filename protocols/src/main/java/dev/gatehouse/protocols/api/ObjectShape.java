package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Writes down the JSON Schema of an object, member by member.
final class ObjectShape {

  private final List<String> required = new ArrayList<>();
  private final Json.ObjBuilder members = Json.object();

  /// Members that are always there.
  ObjectShape must(Json.Obj schema, String... names) {
    required.addAll(List.of(names));
    return may(schema, names);
  }

  /// Members that may be missing.
  ObjectShape may(Json.Obj schema, String... names) {
    for (String name : names) {
      members.put(name, schema);
    }
    return this;
  }

  Json.Obj schema() {
    return Schemas.body(required, members.build());
  }

  /// {@return the schema of what may be `null` instead}
  static Json.Obj orNull(String type) {
    return Json.obj("type", Json.array(Json.of(type), Json.of("null")));
  }

  static Json.Obj listOf(Json.Obj items) {
    return Json.obj("type", Json.of("array"), "items", items);
  }

  /// {@return a schema that stands under its name in the document}
  static Json.Obj ref(String name) {
    return Json.obj("$ref", Json.of("#/components/schemas/" + name));
  }
}
