package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// Takes arguments out of a schema, so that models neither see nor fill them.
final class StrippedFields {

  private StrippedFields() {}

  static Json.Obj without(List<String> fields, Json.Obj schema) {
    if (fields.isEmpty()) {
      return schema;
    }
    Json.ObjBuilder rest = Json.object();
    schema.members().forEach((name, value) -> rest.put(name, stripped(fields, name, value)));
    return rest.build();
  }

  private static Json stripped(List<String> fields, String member, Json value) {
    return switch (value) {
      case Json.Obj properties when member.equals("properties") -> {
        Json.ObjBuilder kept = Json.object();
        properties
            .members()
            .forEach((name, property) -> {
              if (!fields.contains(name)) {
                kept.put(name, property);
              }
            });
        yield kept.build();
      }
      case Json.Arr(List<Json> names) when member.equals("required") ->
          Json.array(
              names.stream()
                  .filter(name -> name.text().filter(fields::contains).isEmpty())
                  .toList());
      default -> value;
    };
  }
}
