package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private static String service(Path folder, String undo) throws IOException {
    Path document =
        Files.writeString(
            folder.resolve("seats.yaml"),
            """
            openapi: 3.0.0
            servers: [{ url: "https://a.example" }]
            paths:
              /seats: { get: { operationId: listSeats }, post: { operationId: bookSeat } }
              /rooms: { post: { operationId: bookRoom } }
              /held/{id}: { delete: { operationId: cancel } }
              /people: { get: { operationId: listPeople } }
            """);
    return "  shop: { type: openapi, document: '"
        + document
        + "', operations: ['*Seat*', bookRoom, cancel], undo: "
        + undo
        + " }\n";
  }

  @Test
  void operationsOfAServiceAreTakenBackByTheFirstGlobThatMatches(@TempDir Path folder)
      throws IOException {
    List<Tool> tools =
        checked(
            service(
                folder,
                "{ bookRoom: { tool: shop_cancel, input: { id: '{{ output.room }}' } },"
                    + " 'book*': shop_cancel }"));

    assertThat(tools)
        .extracting(tool -> tool.spec().name(), tool -> tool.policy().undo())
        .containsExactly(
            tuple("shop_listSeats", Optional.empty()),
            tuple("shop_bookSeat", Optional.of(Undo.by("shop_cancel"))),
            tuple(
                "shop_bookRoom",
                Optional.of(new Undo("shop_cancel", Json.obj("id", Json.of("{{ output.room }}"))))),
            tuple("shop_cancel", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ bookSaet: shop_cancel } | tools.shop.undo.bookSaet: | did you mean \"bookSeat\"",
        "{ 'rent*': shop_cancel } | tools.shop.undo.rent*: | no operation that becomes a tool",
        "{ listPeople: shop_cancel } | tools.shop.undo.listPeople: | no operation that becomes",
        "{ tool: shop_cancel } | tools.shop.undo.tool: | is called \"tool\"",
        "{ 'book*': shop_cancle } | tools.shop.undo.book*.tool: | did you mean \"shop_cancel\"",
        "{ '*': shop_cancel } | tools.shop.undo.*.tool: | has an undo itself",
        "{ bookSeat: 5 } | tools.shop.undo.bookSeat: | found the number 5",
        "shop_cancel | tools.shop.undo: | expected a section, found the text \"shop_cancel\"",
      })
  void undoOfAServiceThatCouldNeverBeMadeIsRefused(
      String undo, String key, String finding, @TempDir Path folder) throws IOException {
    String yaml = service(folder, undo);

    assertThatThrownBy(() -> checked(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(finding);
  }

  @Test
  void undoThatIsWrongIsNamedWhereItStands() {
    String yaml =
        "  db: { type: sql, url: 'jdbc:sqlite::memory:', statements: { add: { description: A, sql:"
            + " 'SELECT 1' } } }\n  db_add: { undo: dorp }\n";

    assertThatThrownBy(() -> checked(yaml)).hasMessageContaining("tools.db_add.undo.tool");
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
