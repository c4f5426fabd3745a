package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a JSON Schema says about the values at a path, as far as it says it plainly: through
/// `type`, `properties` and `items`. Anything more is no ground to refuse a workflow.
final class DeclaredType {

  /// Keywords that may allow what the plain ones do not mention.
  private static final List<String> MORE =
      List.of(
          "$ref",
          "$dynamicRef",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "patternProperties",
          "dependentSchemas",
          "additionalProperties",
          "unevaluatedProperties");

  private DeclaredType() {}

  /// The first name of a path that an object's schema does not declare.
  static Optional<String> missing(Json schema, List<FactPath.Step> path) {
    Json at = schema;
    for (FactPath.Step step : path) {
      Optional<Json> next = below(at, step);
      if (next.isEmpty()) {
        return step instanceof FactPath.Step.Member(var name) && isClosed(at)
            ? Optional.of(name)
            : Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  /// The schema of the values at a path.
  static Optional<Json> at(Json schema, List<FactPath.Step> path) {
    Optional<Json> at = Optional.of(schema);
    for (FactPath.Step step : path) {
      at = at.flatMap(it -> below(it, step));
    }
    return at;
  }

  private static Optional<Json> below(Json schema, FactPath.Step step) {
    return switch (step) {
      case FactPath.Step.Member(var name) -> schema.path("properties", name);
      case FactPath.Step.Index _ -> schema.at("items");
    };
  }

  /// Whether what is not mentioned is not meant to be there.
  private static boolean isClosed(Json schema) {
    boolean open =
        MORE.stream()
            .anyMatch(word ->
                schema
                    .at(word)
                    .filter(it -> !(it instanceof Json.Bool(var allowed) && !allowed))
                    .isPresent());
    return !open && schema.at("properties").flatMap(Json::asObject).isPresent();
  }

  /// The one type that a schema allows.
  static Optional<String> type(Json schema) {
    return schema.at("type").flatMap(Json::text);
  }

  /// Whether values of one type may be of another.
  static boolean fits(String type, Set<String> wanted) {
    return wanted.contains(type)
        || (type.equals("integer") && wanted.contains("number"))
        || (type.equals("number") && wanted.contains("integer"));
  }

  /// The types that a schema allows; empty when it does not say.
  static Set<String> types(Json schema) {
    return switch (schema.at("type").orElse(Json.NULL)) {
      case Json.Str(var type) -> Set.of(type);
      case Json.Arr(var types) ->
          Set.copyOf(types.stream().flatMap(type -> type.text().stream()).toList());
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> Set.of();
    };
  }

  /// The type of a value.
  static String of(Json value) {
    return switch (value) {
      case Json.Obj _ -> "object";
      case Json.Arr _ -> "array";
      case Json.Str _ -> "string";
      case Json.Num(var number) -> number.stripTrailingZeros().scale() <= 0 ? "integer" : "number";
      case Json.Bool _ -> "boolean";
      case Json.Null _ -> "null";
    };
  }
}
