package dev.gatehouse.gateway.state;

import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// JSON Merge Patch: members of the patch replace those of the target, objects are merged member by
/// member, and `null` removes one. See [RFC 7396](https://www.rfc-editor.org/rfc/rfc7396).
final class MergePatch {

  private MergePatch() {}

  /// {@return the target after the patch}
  static Json.Obj apply(Json.Obj target, Json.Obj patch) {
    Map<String, Json> merged = new LinkedHashMap<>(target.members());
    patch
        .members()
        .forEach((name, change) -> {
          if (change.equals(Json.NULL)) {
            merged.remove(name);
          } else {
            merged.put(name, changed(merged.getOrDefault(name, Json.NULL), change));
          }
        });
    return new Json.Obj(merged);
  }

  /// A patch that is no object stands for itself; one that is takes whatever was no object for an
  /// empty one.
  private static Json changed(Json before, Json change) {
    return change instanceof Json.Obj patch
        ? apply(before.asObject().orElseGet(() -> Json.object().build()), patch)
        : change;
  }
}
