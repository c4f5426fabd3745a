package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.config.ConfigNode.Leaf;
import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import dev.gatehouse.gateway.config.ConfigNode.Listing;
import dev.gatehouse.gateway.config.ConfigNode.Section;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A Markdown file that may begin with settings between two lines of three dashes, as skills do.
///
/// Keys may be written with dashes or underscores. A key that means nothing here is kept as
/// metadata, for these files are shared with other programs; one that does must have the right
/// type.
///
/// @param settings what stands between the dashes
/// @param body what follows them
public record FrontMatter(SkillConfig settings, String body) {

  private static final Pattern FENCE = Pattern.compile("(?m)^---[ \\t]*\\r?(\\n|\\z)");
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final String METADATA = "metadata";

  /// Other names of some keys.
  private static final Map<String, String> ALIASES = Map.of("agent-description", "description");

  /// Lists that others write as text.
  private static final Set<String> LISTS = Set.of("tools", "allowed-tools");

  /// Reads a file.
  ///
  /// @param source what errors call it
  /// @throws ConfigException with everything that is wrong with it, and where
  public static FrontMatter parse(String text, String source) {
    var plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    var open = FENCE.matcher(plain);
    if (!open.lookingAt()) {
      return new FrontMatter(SkillConfig.STANDARD, plain.strip());
    }
    var close = FENCE.matcher(plain);
    if (!close.find(open.end())) {
      throw new ConfigException(
          source,
          List.of(
              new ConfigError(1, "", "the front matter has no end; close it with a line \"---\"")));
    }
    // The line break in place of the first fence keeps the lines' numbers.
    var settings = settings("\n" + plain.substring(open.end(), close.start()), source);
    return new FrontMatter(settings, plain.substring(close.end()).strip());
  }

  private static SkillConfig settings(String yaml, String source) {
    var errors = new ConfigErrors();
    var settings =
        YamlSource.read(yaml, Environment.of(_ -> null), errors)
            .flatMap(node ->
                node instanceof Section section
                    ? new ConfigDecoder(errors)
                        .decode(SkillConfig.class, sorted(section, errors), "")
                    : errors.none(node.line(), "", "expected keys and values"));
    if (settings.isEmpty() || !errors.isEmpty()) {
      throw errors.asException(source);
    }
    return settings.get();
  }

  /// The section with its keys as the record has them, and all others below the metadata.
  private static Section sorted(Section section, ConfigErrors errors) {
    var known = ConfigShape.components(SkillConfig.class).keySet();
    var entries = new LinkedHashMap<String, ConfigNode>();
    var lines = new LinkedHashMap<String, Integer>();
    var others = new LinkedHashMap<String, ConfigNode>();
    section
        .entries()
        .forEach((written, node) -> {
          var dashed = written.replace('_', '-');
          var key = ALIASES.getOrDefault(dashed, dashed);
          var line = section.keyLines().getOrDefault(written, node.line());
          if (key.equals(METADATA) && node instanceof Section metadata) {
            others.putAll(metadata.entries());
          } else if (!known.contains(key) || isEmpty(node)) {
            others.put(written, node);
          } else if (lines.putIfAbsent(key, line) != null) {
            errors.add(line, written, "the key stands here twice, first on line " + lines.get(key));
          } else {
            entries.put(key, eased(key, node));
          }
        });
    if (!entries.containsKey(METADATA)) {
      entries.put(METADATA, new Section(section.line(), others, Map.of()));
    }
    return new Section(section.line(), entries, lines);
  }

  /// Skills leave keys empty where they have nothing to say.
  private static boolean isEmpty(ConfigNode node) {
    return node instanceof Leaf leaf && leaf.leaf() == LeafKind.EMPTY;
  }

  /// What others write in another way: seconds, versions without quotes, lists as text.
  private static ConfigNode eased(String key, ConfigNode node) {
    if (!(node instanceof Leaf(int line, LeafKind kind, String text))) {
      return node;
    }
    boolean number = kind == LeafKind.NUMBER;
    if (key.equals("timeout") && number) {
      return new Leaf(line, LeafKind.TEXT, text + "s");
    }
    if (key.equals("version") && number) {
      return new Leaf(line, LeafKind.TEXT, text);
    }
    return LISTS.contains(key) && kind == LeafKind.TEXT ? listed(line, text) : node;
  }

  private static Listing listed(int line, String text) {
    return new Listing(
        line,
        Arrays.stream(SEPARATOR.split(text.strip()))
            .filter(word -> !word.isEmpty())
            .<ConfigNode>map(word -> new Leaf(line, LeafKind.TEXT, word))
            .toList());
  }
}
