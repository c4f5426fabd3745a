package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.ConfigNode.Section;

/// JSON that people wrote as YAML, in files other than `gatehouse.yaml`. Nothing in it may refer to
/// a variable: such files are often somebody else's.
public final class JsonFile {

  private JsonFile() {}

  /// Reads a text.
  ///
  /// @throws IllegalArgumentException when it is no YAML, or no object
  public static Json.Obj ofYaml(String yaml) {
    var errors = new ConfigErrors();
    var root = YamlSource.read(yaml, Environment.of(_ -> null), errors);
    if (!errors.isEmpty() || !(root.orElseThrow() instanceof Section section)) {
      throw new IllegalArgumentException(
          errors.isEmpty()
              ? "it holds no object"
              : String.valueOf(errors.asException("it").getMessage()));
    }
    return JsonOfConfig.of(section);
  }
}
