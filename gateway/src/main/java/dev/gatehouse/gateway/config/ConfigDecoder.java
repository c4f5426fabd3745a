package dev.gatehouse.gateway.config;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.ConfigNode.Leaf;
import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import dev.gatehouse.gateway.config.ConfigNode.Listing;
import dev.gatehouse.gateway.config.ConfigNode.Section;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns what was written into records, and collects everything that is wrong on the way.
///
/// A component is a key in kebab-case. An absent key takes the value of the record's `STANDARD`,
/// unless it is [Required]. A record's own constructor has the last word, so that file and code
/// obey the same rules. Every method answers nothing when it has reported an error.
final class ConfigDecoder {

  private final ConfigErrors errors;

  ConfigDecoder(ConfigErrors errors) {
    this.errors = errors;
  }

  /// Reads a section as a record, or as the alternative of a sealed interface that its key `type`
  /// names.
  <T> Optional<T> decode(Class<T> type, ConfigNode node, String path) {
    return value(type, node, path).map(type::cast);
  }

  private Optional<?> value(Type type, ConfigNode node, String path) {
    if (node instanceof Leaf leaf && leaf.leaf() == LeafKind.UNSET) {
      return Optional.empty();
    }
    if (node instanceof Leaf leaf && leaf.leaf() == LeafKind.EMPTY) {
      return errors.none(leaf.line(), path, "is empty; give it a value or remove the key");
    }
    if (type instanceof ParameterizedType generic) {
      return container(generic, node, path);
    }
    var plain = (Class<?>) type;
    if (plain == Json.Obj.class) {
      return json(node, path);
    }
    var scalar = ScalarText.of(plain);
    return scalar.isPresent()
        ? single(scalar.get(), plain, node, path)
        : section(plain, node, path);
  }

  private Optional<?> container(ParameterizedType type, ConfigNode node, String path) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return value(arguments[0], node, path).map(ConfigDecoder::present);
    }
    return type.getRawType() == List.class
        ? list(arguments[0], node, path)
        : map((Class<?>) arguments[1], node, path);
  }

  /// The value of an optional component is itself an optional.
  private static Object present(Object value) {
    return Optional.of(value);
  }

  private Optional<?> list(Type item, ConfigNode node, String path) {
    if (!(node instanceof Listing(int _, var nodes))) {
      return errors.none(node.line(), path, "expected a list, found " + node.kind());
    }
    var items = new ArrayList<Object>();
    for (int i = 0; i < nodes.size(); i++) {
      value(item, nodes.get(i), path + "[" + i + "]").ifPresent(items::add);
    }
    return items.size() == nodes.size() ? Optional.of(items) : Optional.empty();
  }

  private <V> Optional<?> map(Class<V> type, ConfigNode node, String path) {
    if (!(node instanceof Section section)) {
      return errors.none(node.line(), path, "expected a section, found " + node.kind());
    }
    var entries = new LinkedHashMap<String, V>();
    section
        .entries()
        .forEach((name, each) ->
            decode(type, each, path + "." + name).ifPresent(made -> entries.put(name, made)));
    return entries.size() == section.entries().size() ? Optional.of(entries) : Optional.empty();
  }

  private Optional<?> single(ScalarText scalar, Class<?> type, ConfigNode node, String path) {
    if (!(node instanceof Leaf leaf) || !scalar.takes(leaf.leaf())) {
      // What stands where a secret belongs may be one.
      var found = type == Secret.class ? "something else" : node.kind();
      return errors.none(node.line(), path, "expected " + scalar.expected() + ", found " + found);
    }
    try {
      return Optional.of(scalar.read().apply(leaf.text()));
    } catch (NumberFormatException | ArithmeticException unfit) {
      return errors.none(
          leaf.line(), path, "expected " + scalar.expected() + ", found " + leaf.kind());
    } catch (IllegalArgumentException unfit) {
      return errors.none(leaf.line(), path, String.valueOf(unfit.getMessage()));
    }
  }

  private Optional<Json.Obj> json(ConfigNode node, String path) {
    return node instanceof Section section
        ? Optional.of(JsonOfConfig.of(section))
        : errors.none(node.line(), path, "expected a section, found " + node.kind());
  }

  private Optional<?> section(Class<?> type, ConfigNode node, String path) {
    if (!(node instanceof Section section)) {
      return ConfigShape.shortForm(type)
          .<Optional<?>>map(key -> shortened(type, key, node, path))
          .orElseGet(
              () -> errors.none(node.line(), path, "expected a section, found " + node.kind()));
    }
    if (type.isRecord()) {
      return record(type, section, path, Set.of());
    }
    var names = ConfigShape.alternatives(type);
    var chosen =
        section.entries().get(ConfigShape.TYPE) instanceof Leaf leaf
            ? leaf.text()
            : names.firstEntry().getKey();
    var alternative = names.get(chosen);
    if (alternative == null) {
      return errors.none(
          section.line(),
          path + "." + ConfigShape.TYPE,
          "\"" + chosen + "\" is unknown; it is one of " + String.join(", ", names.keySet()));
    }
    return record(alternative, section, path, Set.of(ConfigShape.TYPE));
  }

  /// A single value where a section belongs: the section that has nothing else.
  private Optional<?> shortened(Class<?> type, String key, ConfigNode node, String path) {
    var scalar = ConfigShape.shortened(type, key);
    if (!(node instanceof Leaf leaf) || !scalar.takes(leaf.leaf())) {
      return errors.none(
          node.line(),
          path,
          "expected " + scalar.expected() + " or a section, found " + node.kind());
    }
    return record(
        type,
        new Section(leaf.line(), Map.of(key, leaf), Map.of(key, leaf.line())),
        path,
        Set.of());
  }

  private Optional<?> record(Class<?> type, Section written, String path, Set<String> others) {
    var section = type.isAnnotationPresent(AnyCase.class) ? written.inKebabCase() : written;
    var components = ConfigShape.components(type);
    refuseUnknown(type, section, path, components.keySet(), others);
    var values = new ArrayList<Object>();
    components.forEach(
        (key, component) -> component(key, component, section, path).ifPresent(values::add));
    return values.size() == components.size()
        ? made(type, values, section, path)
        : Optional.empty();
  }

  private Optional<?> component(
      String key, RecordComponent component, Section section, String path) {
    var node = section.entries().get(key);
    if (node != null) {
      return value(component.getGenericType(), node, below(path, key));
    }
    return component.isAnnotationPresent(Required.class)
        ? errors.none(section.line(), below(path, key), "is missing; it has no standard")
        : Optional.of(ConfigShape.standard(component));
  }

  private void refuseUnknown(
      Class<?> type, Section section, String path, Set<String> known, Set<String> others) {
    var later = type.getAnnotation(Later.class);
    var planned = later == null ? Set.<String>of() : Set.of(later.value());
    for (var key : section.entries().keySet()) {
      if (known.contains(key) || others.contains(key)) {
        continue;
      }
      int line = section.keyLines().getOrDefault(key, section.line());
      errors.add(
          line,
          below(path, key),
          planned.contains(key) ? "not supported in this version yet" : unknown(key, known));
    }
  }

  private static String unknown(String key, Set<String> known) {
    return NearestName.of(key, known)
        .map(near -> "unknown key; did you mean \"" + near + "\"?")
        .orElseGet(() -> "unknown key; known here are " + String.join(", ", new TreeSet<>(known)));
  }

  private Optional<?> made(Class<?> type, List<Object> values, Section section, String path) {
    try {
      return Optional.of(ConfigShape.constructor(type).newInstance(values.toArray()));
    } catch (InvocationTargetException thrown) {
      return switch (thrown.getCause()) {
        case BadValueException bad -> refused(bad, section, path);
        case IllegalArgumentException bad ->
            errors.none(section.line(), path, String.valueOf(bad.getMessage()));
        case null, default -> throw new IllegalStateException("cannot make a " + type, thrown);
      };
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("cannot make a " + type, closed);
    }
  }

  private Optional<?> refused(BadValueException bad, Section section, String path) {
    int line = section.keyLines().getOrDefault(bad.key(), section.line());
    return errors.none(line, below(path, bad.key()), String.valueOf(bad.getMessage()));
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
