package dev.gatehouse.adapters.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.testkit.SilentContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlToolTest {

  private final String url;
  private final SqlAccess access;

  SqlToolTest(@TempDir Path folder) throws SQLException {
    url = "jdbc:sqlite:" + folder.resolve("shop.db");
    access = SqlAccess.to("shop", url, Optional.empty(), Optional.empty());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (name TEXT, price REAL, count INTEGER)");
      statement.execute("INSERT INTO item VALUES ('tea', 2.5, 3), ('milk', 1.0, NULL)");
    }
  }

  @AfterEach
  void close() {
    access.close();
  }

  private SqlTool tool(String sql, Effect effect, Duration timeout) {
    return new SqlTool(
        new ToolSpec("shop_items", "Items", Json.obj("type", Json.of("object"))),
        ToolPolicy.STANDARD.withEffect(effect).withTimeout(timeout),
        NamedStatement.parse(sql),
        10,
        access);
  }

  private ToolOutcome read(String sql, String input) throws InterruptedException {
    return tool(sql, Effect.READ, Duration.ofSeconds(10))
        .call(Json.parse(input), SilentContext.first());
  }

  private static String rows(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value().at("rows").orElseThrow().toString();
  }

  private static String failed(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
    return ((ToolOutcome.Failed) outcome).failure().message();
  }

  @Test
  void rowsComeBackAsObjects() throws Exception {
    assertThat(rows(read("SELECT * FROM item WHERE price < :most", "{\"most\":2}")))
        .isEqualTo("[{\"name\":\"milk\",\"price\":1.0,\"count\":null}]");
  }

  @Test
  void valuesAreBoundAndNeverRead() throws Exception {
    String attack = "{\"name\":\"x' OR 1=1; DROP TABLE item; --\"}";

    assertThat(rows(read("SELECT * FROM item WHERE name = :name", attack))).isEqualTo("[]");
    assertThat(rows(read("SELECT count(*) AS n FROM item", "{}"))).isEqualTo("[{\"n\":2}]");
  }

  @Test
  void aReadingStatementChangesNothing() throws Exception {
    String insert = "INSERT INTO item (name) VALUES (:name)";
    String returning = "INSERT INTO item (name) VALUES (:name) RETURNING name";

    assertThat(failed(read(insert, "{\"name\":\"a\"}"))).contains("readonly");
    assertThat(failed(read(returning, "{\"name\":\"a\"}"))).contains("readonly");
    assertThat(rows(read("SELECT count(*) AS n FROM item", "{}"))).isEqualTo("[{\"n\":2}]");
  }

  @Test
  void aDeclaredWriteIsKept() throws Exception {
    ToolOutcome outcome =
        tool("UPDATE item SET count = :count", Effect.WRITE, Duration.ofSeconds(10))
            .call(Json.parse("{\"count\":9}"), SilentContext.first());

    assertThat(((ToolOutcome.Ok) outcome).value()).isEqualTo(Json.obj("updated", Json.of(2)));
    assertThat(rows(read("SELECT DISTINCT count FROM item", "{}"))).isEqualTo("[{\"count\":9}]");
  }

  @Test
  void resultsEndAtTheirCap() throws Exception {
    ToolOutcome outcome =
        read(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT"
                + " i FROM n",
            "{}");

    Json value = ((ToolOutcome.Ok) outcome).value();
    assertThat(value.at("count")).contains(Json.of(10));
    assertThat(value.at("truncated")).contains(Json.of(true));
  }

  @Test
  void anEndlessStatementIsStopped() throws Exception {
    ToolOutcome outcome =
        tool(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM"
                    + " n",
                Effect.READ,
                Duration.ofMillis(300))
            .call(Json.object().build(), SilentContext.first());

    assertThat(failed(outcome)).contains("longer than 300 ms");
  }

  @Test
  void parametersAreFoundOutsideOfQuotesAndComments() {
    var statement =
        NamedStatement.parse(
            "SELECT ':no', \"x:no\", a::text /* :no */ FROM t -- :no\n WHERE a = :a AND b = :b OR a"
                + " = :a");

    assertThat(statement.names()).isEqualTo(List.of("a", "b", "a"));
    assertThat(statement.sql()).endsWith("WHERE a = ? AND b = ? OR a = ?").contains("a::text");
    assertThatThrownBy(() -> NamedStatement.parse("SELECT ?")).hasMessageContaining(":id");
  }
}
