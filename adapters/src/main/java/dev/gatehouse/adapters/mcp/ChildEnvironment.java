package dev.gatehouse.adapters.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a child process learns of our environment: a few harmless variables and what its own entry
/// names. Everything else, above all our keys, stays here.
final class ChildEnvironment {

  /// The variables every child gets, when they are set.
  static final List<String> HARMLESS =
      List.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "USER",
          "PYTHONPATH",
          "NODE_PATH",
          "VIRTUAL_ENV");

  private ChildEnvironment() {}

  static Map<String, String> of(
      Map<String, String> named, Function<String, @Nullable String> ours) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : HARMLESS) {
      String value = ours.apply(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    all.putAll(named);
    return all;
  }
}
