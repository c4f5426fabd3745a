package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.cli.Typed.Result;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What commands say while something is taken back, which here is rows of a table.
@Timeout(60)
final class UndoOnTheTerminalTest {

  private static final String TRIP =
      """
      id: trip
      steps:
        - { id: seat, tool: shop_%s, args: { what: seat } }
        - { id: room, tool: shop_book, args: { what: room } }
        - { id: pay, tool: shop_pay, args: {}, on-error: compensate }
      """;

  private static final String STAY =
      """
      workflows:
        inline:
          - id: stay
            steps:
              - { id: seat, tool: shop_book, args: { what: seat } }
              - { id: room, tool: shop_book, args: { what: room } }
              - { id: long, wait: 1d }
      """;

  private static final String NO_TILL =
      "the statement failed: [SQLITE_ERROR] SQL error or missing database (no such table: till)";
  private static final String UNDONE = "undone: 'shop_book' of 'room', 'shop_book' of 'seat'";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException, SQLException {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE held (what TEXT)");
    }
    Files.writeString(folder.resolve("gatehouse.yaml"), config());
    Files.writeString(folder.resolve("trip.yaml"), TRIP.formatted("book"));
    Files.writeString(folder.resolve("stuck.yaml"), TRIP.formatted("rent"));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("shop.db");
  }

  private String config() {
    return """
    tools:
      shop:
        type: sql
        url: "jdbc:sqlite:%s"
        statements:
          book: { description: Books, sql: "INSERT INTO held VALUES (:what)", effect: write, undo: shop_drop }
          drop: { description: Drops, sql: "DELETE FROM held WHERE what = :what", effect: write }
          rent: { description: Rents, sql: "INSERT INTO held VALUES (:what)", effect: write, undo: shop_stick }
          stick: { description: Sticks, sql: "DELETE FROM nowhere WHERE what = :what", effect: write }
          pay: { description: Pays, sql: "INSERT INTO till VALUES (1)", effect: write }
    """
        .formatted(folder.resolve("shop.db"));
  }

  private List<String> held() throws SQLException {
    List<String> held = new ArrayList<>();
    try (var connection = DriverManager.getConnection(url());
        var rows = connection.createStatement().executeQuery("SELECT what FROM held")) {
      while (rows.next()) {
        held.add(rows.getString(1));
      }
    }
    return held;
  }

  /// {@return the lines of a text without what differs from run to run}
  private static List<String> told(String text) {
    return text.lines()
        .map(line ->
            line.replaceAll(" in \\d+ ms", "")
                .replaceAll("\\d{4}-[0-9T:.-]+Z", "THEN")
                .replaceAll("run_\\w{20,}", "RUN"))
        .toList();
  }

  @Test
  void workflowThatFailsSaysWhatIsTakenBackAndWhatCameOfIt() throws SQLException {
    Result result = Typed.in(folder).run("workflow", "run", "trip.yaml");

    assertThat(result.code()).isEqualTo(Program.FAILED);
    assertThat(result.out()).isEmpty();
    assertThat(told(result.err()))
        .endsWith(
            "node: seat begins (tool)",
            "node: seat completed",
            "node: room begins (tool)",
            "node: room completed",
            "node: pay begins (tool)",
            "node: pay is taken back: " + NO_TILL,
            "node: pay undone: 2",
            "node: pay failed: " + NO_TILL + "; " + UNDONE,
            "failed: step 'pay': " + NO_TILL + "; " + UNDONE,
            "run: failed · 0 tokens · RUN");
    assertThat(held()).isEmpty();
  }

  @Test
  void whatCouldNotBeTakenBackIsCountedAndNamed() throws SQLException {
    Result result = Typed.in(folder).run("workflow", "run", "stuck.yaml");

    assertThat(result.code()).isEqualTo(Program.FAILED);
    assertThat(told(result.err()))
        .contains("node: pay undone: 1, not undone: 1")
        .anyMatch(line ->
            line.startsWith("failed: step 'pay'")
                && line.contains(
                    "undone: 'shop_book' of 'room'; could not be undone: 'shop_rent'"));
    assertThat(held()).containsExactly("seat");
  }

  /// {@return a run that waits for a day}
  private static String waiting(Gateway gateway) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var begin =
          request(gateway, "/api/runs")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"workflow\":\"stay\",\"input\":{}}"))
              .build();
      String run =
          Json.parse(client.send(begin, BodyHandlers.ofString()).body())
              .at("run_id")
              .flatMap(Json::text)
              .orElseThrow();
      var look =
          request(gateway, "/api/runs/" + run + "/events").header("Accept", "text/event-stream");
      try (var lines = client.send(look.build(), BodyHandlers.ofLines()).body()) {
        assertThat(lines.anyMatch(line -> line.contains("\"waiting\""))).isTrue();
      }
      return run;
    }
  }

  private static HttpRequest.Builder request(Gateway gateway, String path) {
    return HttpRequest.newBuilder(URI.create(gateway.url() + path))
        .header("Authorization", "Bearer k");
  }

  @Test
  void cancelWithRollbackIsTailedToItsEndAndExplained() throws Exception {
    var nothing = Environment.of(_ -> null);
    try (Gateway gateway =
        Gateway.plan()
            .config(ConfigFile.parse(config() + STAY, "test", nothing))
            .environment(nothing)
            .data(folder.resolve("data"))
            .port(0)
            .start()) {
      String run = waiting(gateway);
      Typed terminal =
          Typed.in(folder).with("GATEHOUSE_URL", gateway.url()).with("GATEHOUSE_API_KEY", "k");

      Result cancelled = terminal.run("runs", "cancel", run, "--rollback");
      Result tail = terminal.run("runs", "tail", run);
      Result why = terminal.run("runs", "why", run);

      assertThat(cancelled.out()).isEqualTo(run + "  cancelling\n");
      assertThat(told(tail.out()))
          .map(line -> line.replaceFirst("^THEN {2}(\\w+).*", "$1"))
          .endsWith(
              "waiting",
              "undo_started",
              "node_finished",
              "tool_call_start",
              "tool_call_complete",
              "tool_call_start",
              "tool_call_complete",
              "undo_finished",
              "cancelled");
      assertThat(told(why.out()))
          .startsWith(
              "It was cancelled by '_default': cancelled by the client. Rolled back: "
                  + UNDONE
                  + ".")
          .map(line -> line.replaceFirst("^ +\\d+ {2}THEN {2}", ""))
          .endsWith(
              "tool_call_requested  shop_book: step 'room' called it",
              "tool_call_finished  shop_book: it gave its result",
              "cancel_requested  _default: '_default' stopped it: cancelled by the client",
              "undo_began  the run: '_default' cancelled it with rollback",
              "node_cancelled  long: cancelled: the run ends",
              "node_cancelled  the workflow: cancelled: the run ends",
              "effects_found  run: calls to take back: 2",
              "tool_call_requested  shop_drop: it takes back 'shop_book', call room#3",
              "tool_call_finished  shop_drop: it gave its result",
              "tool_call_requested  shop_drop: it takes back 'shop_book', call seat#2",
              "tool_call_finished  shop_drop: it gave its result",
              "undo_ended  the run: " + UNDONE,
              "run_cancelled  _default: cancelled by the client");
      assertThat(held()).isEmpty();
    }
  }

  @Test
  void rollbackGoesWithCancelAlone() {
    Result result = Typed.in(folder).run("runs", "why", "run_1", "--rollback");

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains("--rollback goes with cancel");
  }
}
