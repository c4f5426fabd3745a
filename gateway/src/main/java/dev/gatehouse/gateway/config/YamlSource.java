package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML 1.2 into [ConfigNode]s.
///
/// Only the tree is composed, nothing is constructed from it: a tag can name no class. Size, depth
/// and the number of values after aliases are resolved are bounded, duplicate keys refused, and
/// variables expanded in values that are text.
final class YamlSource {

  static final int MAX_SIZE = 1 << 20;
  static final int MAX_DEPTH = 64;
  static final int MAX_NODES = 20_000;
  private static final int MAX_ALIASES = 100;

  private static final Map<Tag, LeafKind> KINDS =
      Map.of(
          Tag.STR, LeafKind.TEXT,
          Tag.INT, LeafKind.NUMBER,
          Tag.FLOAT, LeafKind.NUMBER,
          Tag.BOOL, LeafKind.TRUTH,
          Tag.NULL, LeafKind.EMPTY);

  private final Environment environment;
  private final ConfigErrors errors;
  private int nodes;

  private YamlSource(Environment environment, ConfigErrors errors) {
    this.environment = environment;
    this.errors = errors;
  }

  /// Reads a document; what is wrong with it goes to the errors. An empty document is an empty
  /// section.
  static Optional<ConfigNode> read(String yaml, Environment environment, ConfigErrors errors) {
    var settings =
        LoadSettings.builder()
            .setCodePointLimit(MAX_SIZE)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      measure(yaml, settings);
      var root = new Compose(settings).composeString(yaml);
      return root.isEmpty()
          ? Optional.of(new ConfigNode.Section(1, Map.of(), Map.of()))
          : Optional.of(new YamlSource(environment, errors).node(root.get(), "", 0));
    } catch (MarkedYamlEngineException malformed) {
      int line = line(malformed.getProblemMark());
      return errors.none(line, "", "this is not YAML: " + malformed.getProblem());
    } catch (YamlEngineException | TooMuchException malformed) {
      return errors.none(0, "", "this cannot be read as YAML: " + malformed.getMessage());
    }
  }

  /// Walks the events first, which takes no stack; composing the tree is recursive.
  private static void measure(String yaml, LoadSettings settings) {
    if (yaml.length() > MAX_SIZE) {
      throw new TooMuchException();
    }
    int depth = 0;
    int values = 0;
    for (var event : new Parse(settings).parseString(yaml)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> values++;
      }
      if (depth > MAX_DEPTH + 1 || values > 2 * MAX_NODES) {
        throw new TooMuchException();
      }
    }
  }

  private ConfigNode node(Node node, String path, int depth) {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new TooMuchException();
    }
    return switch (node) {
      case ScalarNode scalar -> leaf(scalar, path);
      case SequenceNode sequence -> listing(sequence, path, depth);
      case MappingNode mapping -> section(mapping, path, depth);
      default -> throw new IllegalStateException("unknown node " + node.getNodeType());
    };
  }

  private ConfigNode leaf(ScalarNode scalar, String path) {
    int line = line(scalar.getStartMark());
    var kind = KINDS.get(scalar.getTag());
    if (kind == null) {
      errors.add(line, path, "the tag \"" + scalar.getTag() + "\" is not supported; leave it out");
      return new ConfigNode.Leaf(line, LeafKind.EXPANDED, scalar.getValue());
    }
    if (kind != LeafKind.TEXT || !scalar.getValue().contains("${")) {
      return new ConfigNode.Leaf(line, kind, scalar.getValue());
    }
    try {
      var expanded = environment.expanded(scalar.getValue());
      return new ConfigNode.Leaf(line, LeafKind.EXPANDED, expanded);
    } catch (IllegalArgumentException unset) {
      errors.add(line, path, String.valueOf(unset.getMessage()));
      return new ConfigNode.Leaf(line, LeafKind.UNSET, "");
    }
  }

  private ConfigNode listing(SequenceNode sequence, String path, int depth) {
    var items = new ArrayList<ConfigNode>();
    for (var item : sequence.getValue()) {
      items.add(node(item, path + "[" + items.size() + "]", depth + 1));
    }
    return new ConfigNode.Listing(line(sequence.getStartMark()), List.copyOf(items));
  }

  private ConfigNode section(MappingNode mapping, String path, int depth) {
    var entries = new LinkedHashMap<String, ConfigNode>();
    var lines = new LinkedHashMap<String, Integer>();
    for (var entry : mapping.getValue()) {
      int line = line(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        errors.add(line, path, "a key must be a word, not a list or a section");
        continue;
      }
      var name = key.getValue();
      var below = path.isEmpty() ? name : path + "." + name;
      if (lines.putIfAbsent(name, line) != null) {
        errors.add(line, below, "the key stands here twice, first on line " + lines.get(name));
        continue;
      }
      entries.put(name, node(entry.getValueNode(), below, depth + 1));
    }
    return new ConfigNode.Section(line(mapping.getStartMark()), entries, lines);
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(-1) + 1;
  }

  /// Thrown and caught in this class alone.
  private static final class TooMuchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuchException() {
      super(
          "it has more than "
              + MAX_SIZE
              + " characters, "
              + MAX_DEPTH
              + " levels or "
              + MAX_NODES
              + " values");
    }
  }
}
