package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The smallest value that satisfies a JSON Schema, as far as types, constants, bounds, lengths and
/// references inside the schema say. Patterns and negations are not understood.
final class SchemaInstance {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ITEMS = 100;
  private static final String FILLER = "demo";

  private final Json root;

  private SchemaInstance(Json root) {
    this.root = root;
  }

  static Json of(Json schema) {
    return new SchemaInstance(schema).of(schema, 0);
  }

  /// The first type a schema allows that is not null; `object` when it names none but has
  /// properties.
  static String type(Json schema) {
    var type = schema.at("type");
    return type.flatMap(Json::text)
        .or(() ->
            type.flatMap(Json::asArray).stream()
                .flatMap(types -> types.items().stream())
                .flatMap(name -> name.text().stream())
                .filter(name -> !name.equals("null"))
                .findFirst())
        .orElse(schema.at("properties").isPresent() ? "object" : "string");
  }

  private Json of(Json schema, int depth) {
    if (depth > MAX_DEPTH) {
      return Json.NULL;
    }
    var given = schema.at("const").or(() -> schema.at("default")).or(() -> first(schema, "enum"));
    if (given.isPresent()) {
      return given.get();
    }
    var other =
        reference(schema)
            .or(() -> first(schema, "anyOf"))
            .or(() -> first(schema, "oneOf"))
            .or(() -> first(schema, "allOf"));
    if (other.isPresent() && schema.at("properties").isEmpty()) {
      return of(other.get(), depth + 1);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> Json.of(false);
      case "null" -> Json.NULL;
      default -> text(schema);
    };
  }

  private Json object(Json schema, int depth) {
    var object = Json.object();
    for (var name : Arguments.required(schema).stream().sorted().toList()) {
      object.put(
          name, of(schema.path("properties", name).orElse(Json.object().build()), depth + 1));
    }
    return object.build();
  }

  private Json array(Json schema, int depth) {
    int least = Math.min(bound(schema, "minItems").map(BigDecimal::intValue).orElse(0), MAX_ITEMS);
    var items = new ArrayList<Json>();
    var prefix =
        schema.at("prefixItems").flatMap(Json::asArray).map(Json.Arr::items).orElse(List.of());
    for (int i = 0; i < least; i++) {
      var item = i < prefix.size() ? Optional.of(prefix.get(i)) : schema.at("items");
      items.add(of(item.orElse(Json.object().build()), depth + 1));
    }
    return Json.array(items);
  }

  private static Json number(Json schema) {
    var least =
        bound(schema, "minimum")
            .or(() -> bound(schema, "exclusiveMinimum").map(bound -> bound.add(BigDecimal.ONE)));
    var most = bound(schema, "maximum").map(bound -> bound.min(BigDecimal.ZERO));
    return Json.of(least.or(() -> most).orElse(BigDecimal.ZERO));
  }

  private static Json text(Json schema) {
    var formatted =
        switch (schema.at("format").flatMap(Json::text).orElse("")) {
          case "date" -> "2000-01-01";
          case "date-time" -> "2000-01-01T00:00:00Z";
          case "time" -> "00:00:00Z";
          case "email" -> "demo@example.com";
          case "uri", "url" -> "https://example.com/";
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          default -> FILLER;
        };
    int least = bound(schema, "minLength").map(BigDecimal::intValue).orElse(0);
    int most = bound(schema, "maxLength").map(BigDecimal::intValue).orElse(Integer.MAX_VALUE);
    var padded =
        formatted
            + String.join("", Collections.nCopies(Math.max(0, least - formatted.length()), "."));
    return Json.of(padded.substring(0, Math.min(padded.length(), Math.max(most, 0))));
  }

  private Optional<Json> reference(Json schema) {
    return schema
        .at("$ref")
        .flatMap(Json::text)
        .filter(target -> target.startsWith("#/"))
        .flatMap(target -> root.path(target.substring(2).split("/")));
  }

  private static Optional<Json> first(Json schema, String keyword) {
    return schema
        .at(keyword)
        .flatMap(Json::asArray)
        .filter(choices -> !choices.items().isEmpty())
        .map(choices -> choices.items().getFirst());
  }

  private static Optional<BigDecimal> bound(Json schema, String keyword) {
    return schema.at(keyword).flatMap(Json::number);
  }
}
