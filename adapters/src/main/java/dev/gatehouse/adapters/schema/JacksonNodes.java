package dev.gatehouse.adapters.schema;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Our JSON as the tree the validator reads. The other way is never needed.
final class JacksonNodes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JacksonNodes() {}

  static JsonNode of(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> {
        var object = NODES.objectNode();
        members.forEach((name, value) -> object.set(name, of(value)));
        yield object;
      }
      case Json.Arr(var items) -> {
        var array = NODES.arrayNode(items.size());
        items.forEach(item -> array.add(of(item)));
        yield array;
      }
      case Json.Str(var text) -> NODES.stringNode(text);
      case Json.Num(var number) -> number(number);
      case Json.Bool(var truth) -> NODES.booleanNode(truth);
      case Json.Null _ -> NODES.nullNode();
    };
  }

  /// A number without a fraction is an integer however it was written: draft 2020-12 says that
  /// `1.0` is one.
  private static JsonNode number(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0
        ? NODES.numberNode(stripped.toBigIntegerExact())
        : NODES.numberNode(number);
  }
}
