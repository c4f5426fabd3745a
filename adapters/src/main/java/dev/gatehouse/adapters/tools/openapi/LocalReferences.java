package dev.gatehouse.adapters.tools.openapi;

import dev.gatehouse.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Puts in place what a document only refers to, so that each schema stands alone.
///
/// A reference to what surrounds it, or to another document, becomes a schema that allows anything;
/// so does what lies too deep or would make the whole too large. Used by one thread.
final class LocalReferences {

  private static final int MAX_DEPTH = 24;
  private static final int MAX_VALUES = 20_000;
  private static final Json ANYTHING = Json.object().build();

  private final Json document;
  private final Deque<String> open = new ArrayDeque<>();
  private int values;

  LocalReferences(Json document) {
    this.document = document;
  }

  /// {@return a value with all references in it resolved}
  Json resolved(Json value) {
    values = 0;
    return inside(value, 0);
  }

  private Json inside(Json value, int depth) {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      return ANYTHING;
    }
    return switch (value) {
      case Json.Obj object -> object(object, depth);
      case Json.Arr array ->
          Json.array(array.items().stream().map(item -> inside(item, depth + 1)).toList());
      default -> value;
    };
  }

  private Json object(Json.Obj object, int depth) {
    Optional<String> reference = object.member("$ref").flatMap(Json::text);
    if (reference.isPresent()) {
      return referred(reference.get(), depth);
    }
    var copy = Json.object();
    object.members().forEach((name, each) -> copy.put(name, inside(each, depth + 1)));
    return copy.build();
  }

  private Json referred(String reference, int depth) {
    if (!reference.startsWith("#/") || open.contains(reference)) {
      return ANYTHING;
    }
    Optional<Json> target = Optional.of(document);
    for (String part : reference.substring(2).split("/", -1)) {
      String name = part.replace("~1", "/").replace("~0", "~");
      target = target.flatMap(place -> place.at(name));
    }
    if (target.isEmpty()) {
      return ANYTHING;
    }
    open.push(reference);
    Json value = inside(target.get(), depth + 1);
    open.pop();
    return value;
  }
}
