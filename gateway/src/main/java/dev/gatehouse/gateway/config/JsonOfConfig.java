package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.ConfigNode.Leaf;
import dev.gatehouse.gateway.config.ConfigNode.Listing;
import dev.gatehouse.gateway.config.ConfigNode.Section;
import java.math.BigDecimal;

/// A piece of the file as JSON, where the file holds JSON in YAML's clothes (a schema).
final class JsonOfConfig {

  private JsonOfConfig() {}

  static Json.Obj of(Section section) {
    var object = Json.object();
    section.entries().forEach((name, node) -> object.put(name, value(node)));
    return object.build();
  }

  private static Json value(ConfigNode node) {
    return switch (node) {
      case Section section -> of(section);
      case Listing listing ->
          Json.array(listing.items().stream().map(JsonOfConfig::value).toList());
      case Leaf leaf -> leaf(leaf);
    };
  }

  private static Json leaf(Leaf leaf) {
    return switch (leaf.leaf()) {
      case TEXT, EXPANDED -> Json.of(leaf.text());
      case NUMBER -> number(leaf.text());
      case TRUTH -> Json.of(leaf.text().equalsIgnoreCase("true"));
      case EMPTY, UNSET -> Json.NULL;
    };
  }

  /// YAML has numbers JSON has not, such as infinity; those stay text.
  private static Json number(String text) {
    try {
      return Json.of(new BigDecimal(text));
    } catch (NumberFormatException notDecimal) {
      return Json.of(text);
    }
  }
}
