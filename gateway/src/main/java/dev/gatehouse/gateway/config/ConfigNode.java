package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.SnakeCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of the file as it was written, with the line it starts on.
sealed interface ConfigNode {

  /// {@return the line, from 1}
  int line();

  /// {@return what it is, in words for an error}
  String kind();

  /// Text, a number, a truth value or nothing.
  ///
  /// @param text as it was written, variables expanded
  record Leaf(int line, LeafKind leaf, String text) implements ConfigNode {
    @Override
    public String kind() {
      return switch (leaf) {
        case TEXT, EXPANDED -> "the text \"" + shortened() + "\"";
        case NUMBER -> "the number " + shortened();
        case TRUTH -> text;
        case EMPTY, UNSET -> "nothing";
      };
    }

    private String shortened() {
      return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
  }

  /// Keys and values, in order.
  ///
  /// @param keyLines the line of each key
  record Section(int line, Map<String, ConfigNode> entries, Map<String, Integer> keyLines)
      implements ConfigNode {
    @Override
    public String kind() {
      return "a section";
    }

    /// {@return this section with its own keys in kebab-case; of two that become one, the first
    /// counts}
    Section inKebabCase() {
      var renamed = new LinkedHashMap<String, ConfigNode>();
      var lines = new LinkedHashMap<String, Integer>();
      entries.forEach((key, value) -> {
        var kebab = SnakeCase.ofCamel(key.replace('-', '_')).replace('_', '-');
        renamed.putIfAbsent(kebab, value);
        lines.putIfAbsent(kebab, keyLines.getOrDefault(key, line));
      });
      return new Section(line, renamed, lines);
    }
  }

  /// A list.
  record Listing(int line, List<ConfigNode> items) implements ConfigNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// What YAML takes an unquoted word for. Text that a variable was expanded in may stand for
  /// anything.
  enum LeafKind {
    TEXT,
    EXPANDED,
    NUMBER,
    TRUTH,
    EMPTY,
    /// A variable in it is not set, which has been reported.
    UNSET
  }
}
