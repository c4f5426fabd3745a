package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfiguredToolsTest {

  private static List<Tool> tools(String yaml) {
    var config = ConfigFile.parse("tools:\n" + yaml, "gatehouse.yaml", Environment.of(_ -> "x-1"));
    try (var made = ConfiguredTools.of(config, new NetworkntValidator())) {
      return made.tools();
    }
  }

  private static String names(List<Tool> tools) {
    return String.join(" ", tools.stream().map(tool -> tool.spec().name()).toList());
  }

  @Test
  void aRequestIsAToolWhosePlacesAreItsArguments() {
    Tool tool =
        tools("  find: { type: http, description: Finds, url: 'https://a.example/x/{id}?q={q}' }")
            .getFirst();

    assertThat(tool.spec().inputSchema().path("properties").orElseThrow())
        .hasToString("{\"id\":{\"type\":\"string\"},\"q\":{\"type\":\"string\"}}");
    assertThat(tool.policy().effect()).isEqualTo(Effect.READ);
    assertThat(tool).asString().doesNotContain("https");
  }

  @Test
  void aWriteAsksAfterACrashUnlessTheServiceHonoursTheKey() {
    String one = "  a: { type: http, description: A, method: post, url: 'https://a.example/' }\n";
    String other = one.replace("a:", "b:").replace("post,", "post, idempotent: true,");

    assertThat(tools(one + other).stream().map(tool -> tool.policy().doubtRule()))
        .containsExactly(OnUnknown.ASK, OnUnknown.RERUN);
  }

  @Test
  void anOperationIsAToolWhenAGlobWantsIt(@TempDir Path folder) throws Exception {
    Path document =
        Files.writeString(
            folder.resolve("api.yaml"),
            """
            openapi: 3.0.0
            servers: [{ url: "https://a.example" }]
            paths:
              /x: { get: { operationId: listX }, post: { operationId: makeX } }
              /y: { get: { operationId: listY } }
            """);

    assertThat(names(tools("  api: { type: openapi, document: '" + document + "' }")))
        .isEqualTo("api_listX api_makeX api_listY");
    assertThat(
            names(
                tools(
                    "  api: { type: openapi, document: '"
                        + document
                        + "', operations: ['list*'] }")))
        .isEqualTo("api_listX api_listY");
  }

  @Test
  void aStatementReadsUnlessItSaysOtherwise() {
    List<Tool> tools =
        tools(
            """
              db:
                type: sql
                url: jdbc:sqlite:x.db
                timeout: 5s
                statements:
                  a: { description: A, sql: "SELECT :x" }
                  b: { description: B, sql: "DELETE FROM t", effect: irreversible }
            """);

    assertThat(names(tools)).isEqualTo("db_a db_b");
    assertThat(tools.stream().map(tool -> tool.policy().effect()))
        .containsExactly(Effect.READ, Effect.IRREVERSIBLE);
    assertThat(tools.getFirst().policy().timeout()).hasSeconds(5);
  }

  @Test
  void anAgentTakesTheToolsThatItsGlobMatches() {
    String one = "  shop_a: { type: http, description: A, url: 'https://a.example/' }\n";
    List<Tool> tools = tools(one + one.replace("shop_a", "shop_b") + one.replace("shop_a", "c"));

    assertThat(
            new ToolShelf(
                    tools,
                    List.of(),
                    Map.of(),
                    Redaction.of(GatehouseConfig.STANDARD, Environment.ofProcess()))
                .expanded(List.of("shop_*")))
        .containsExactly("shop_a", "shop_b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: { type: http, description: A, url: 'https://{host}/' } | must begin with http",
        "a: { type: http, description: A, url: 'https://a/', method: TRACE } | must be GET",
        "a: { type: http, description: A, url: 'https://a/', result: data } | JSONPath",
        "a: { type: http, description: A, url: 'https://a/', schema: { type: 7 } } | schema",
        "a: { type: http, description: A, url: 'https://a/', headers: { \"a b\": x } } | header",
        "a: { type: http, url: 'https://a/' } | tools.a.description",
        "a: { type: openapi, document: missing.json } | missing.json\" does not exist",
        "a: { type: sql, url: 'x.db', statements: {} } | jdbc:",
        "a: { type: sql, url: 'jdbc:x', statements: { b: { description: B, sql: 'SELECT ?' } } } |"
            + " :id",
        "a: { type: sql, url: 'jdbc:x', statements: { b: { description: B, sql: 'SELECT :a',"
            + " parameters: { c: {} } } } } | parameters",
        "a: { type: soap } | it is one of"
      })
  void whatCannotBeAToolIsRefusedAtTheStart(String yaml, String why) {
    assertThatThrownBy(() -> tools("  " + yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tools.a")
        .hasMessageContaining(why);
  }
}
