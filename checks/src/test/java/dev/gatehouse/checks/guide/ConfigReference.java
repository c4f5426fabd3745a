package dev.gatehouse.checks.guide;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The reference of the configuration, made of its schema: one row for every key.
final class ConfigReference {

  private final List<String> rows = new ArrayList<>();

  private ConfigReference() {}

  static String table(Json schema) {
    var reference = new ConfigReference();
    reference.members(schema, "");
    return "| key | value | what it is |\n|---|---|---|\n"
        + String.join("\n", reference.rows)
        + "\n";
  }

  private void members(Json schema, String path) {
    schema
        .at("properties")
        .flatMap(Json::asObject)
        .ifPresent(keys ->
            keys.members()
                .forEach((key, value) -> row(path.isEmpty() ? key : path + "." + key, value)));
    schema
        .at("additionalProperties")
        .filter(values -> values.asObject().isPresent())
        .ifPresent(values -> members(values, path + ".NAME"));
    schema.at("items").ifPresent(item -> members(item, path + "[]"));
    schema
        .at("oneOf")
        .flatMap(Json::asArray)
        .ifPresent(choices -> choices.items().forEach(choice -> members(choice, path)));
    schema
        .at("anyOf")
        .flatMap(Json::asArray)
        .ifPresent(forms -> forms.items().forEach(form -> members(form, path)));
  }

  private void row(String path, Json schema) {
    schema
        .at("description")
        .flatMap(Json::text)
        .map(
            words -> "| `%s` | %s | %s |".formatted(path, value(schema).replace("|", "\\|"), words))
        .filter(row -> !rows.contains(row))
        .ifPresent(rows::add);
    members(schema, path);
  }

  private static String value(Json schema) {
    var choices = schema.at("enum").or(() -> schema.at("anyOf").flatMap(ConfigReference::choices));
    if (choices.isPresent()) {
      return choices.get().asArray().orElseThrow().items().stream()
          .flatMap(choice -> choice.text().stream())
          .map(choice -> "`" + choice + "`")
          .collect(Collectors.joining(" "));
    }
    return schema
        .at("anyOf")
        .flatMap(Json::asArray)
        .map(forms -> either(forms.items()))
        .orElseGet(() -> type(schema));
  }

  /// That a variable may stand for any value goes without saying; that a value may stand for a
  /// section does not.
  private static String either(List<Json> forms) {
    String first = type(forms.getFirst());
    return type(forms.getLast()).equals("map") ? first + " or map" : first;
  }

  private static String type(Json schema) {
    return schema
        .at("type")
        .flatMap(Json::text)
        .map(type -> type.equals("object") ? "map" : type.equals("array") ? "list" : type)
        .orElse("");
  }

  private static java.util.Optional<Json> choices(Json anyOf) {
    return anyOf.asArray().flatMap(any -> any.items().getFirst().at("enum"));
  }
}
