package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UndoBookTest {

  private static List<Tool> checked(String yaml) {
    var config = ConfigFile.parse("tools:\n" + yaml, "gatehouse.yaml", Environment.of(_ -> "x"));
    try (var made = ConfiguredTools.of(config, new NetworkntValidator())) {
      UndoBook.requireSound(config, made.tools());
      return made.tools();
    }
  }

  private static String web(String name, String undo) {
    String more = undo.isEmpty() ? "" : ", undo: " + undo;
    return "  "
        + name
        + ": { type: http, description: A, method: POST, url: 'https://a.example/{key}'"
        + more
        + " }\n";
  }

  @Test
  void undoIsPartOfThePolicy() {
    String sql =
        """
          db:
            type: sql
            url: 'jdbc:sqlite::memory:'
            statements:
              put: { description: A, sql: 'SELECT :key', undo: drop }
              add: { description: A, sql: 'SELECT :id', undo: { tool: drop, input: { key: '{{ output.id }}' } } }
        """;
    List<Tool> tools = checked(web("book", "{ tool: drop }") + web("drop", "") + sql);

    assertThat(tools.get(0).policy().undo()).contains(Undo.by("drop"));
    assertThat(tools.get(2).policy().undo()).contains(Undo.by("drop"));
    assertThat(tools.get(3).policy().undo())
        .contains(new Undo("drop", Json.obj("key", Json.of("{{ output.id }}"))));
  }

  @Test
  void toolOfAServerMayComeLater() {
    String yaml = web("book", "{ tool: shop_drop }");
    String servers = "mcp-servers:\n  shop: { command: x, tool-prefix: shop_ }\n";

    assertThat(checked(yaml + servers)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ tool: dorp } | '' | tools.book.undo.tool | did you mean \"drop\"",
        "dorp | '' | tools.book.undo.tool | did you mean \"drop\"",
        "{ tool: drop } | '{ tool: book }' | tools.drop.undo.tool | has an undo itself",
        "{ tool: book } | '' | tools.book.undo.tool | has an undo itself",
        "{ tool: drop, input: { key: '{{ output.id' } } | '' | tools.book.undo.input | closing }}",
        "{ tool: drop, input: { key: '{{ state.id }}' } } | '' | tools.book.undo.input | \"state\"",
        "{ input: {} } | '' | tools.book.undo.tool | is missing",
        "{ tool: drop, after: 1 } | '' | tools.book.undo.after | unknown key",
      })
  void undoThatCouldNeverBeMadeIsRefusedAndItsKeyNamed(
      String undo, String other, String key, String finding) {
    assertThatThrownBy(() -> checked(web("book", undo) + web("drop", other)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(finding);
  }
}
