package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.FreePort;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Commands of one process that work on the server of another.
@Execution(ExecutionMode.CONCURRENT)
final class RemoteCommandsTest {

  private final Reader reader;
  private final Path folder;

  RemoteCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    reader = Reader.in(folder);
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        agents:
          clerk:
            prompt: You keep the shop.
            model: demo/fast
            approval: [ { tool: shop_order } ]
          slow: { prompt: You take your time., model: demo/slow }
        tools:
          shop:
            type: sql
            url: "jdbc:sqlite::memory:"
            statements:
              stock: { description: Tells the stock, sql: SELECT 12 AS pieces }
              order:
                description: Orders
                sql: "SELECT :pieces AS ordered"
                parameters: { pieces: { type: integer } }
                effect: write
        workflows: { dir: workflows }
        """);
    Files.createDirectory(folder.resolve("workflows"));
    Files.writeString(
        folder.resolve("workflows/double.yaml"),
        """
        id: double
        steps:
          - { id: one, tool: shop_stock }
          - { id: two, transform: { said: "{{ input }}", got: "{{ steps.one.output }}" } }
        """);
  }

  @AfterEach
  void leave() throws IOException {
    reader.close();
  }

  private String serve() throws IOException {
    return reader.serve("./gatehouse serve --port " + FreePort.next());
  }

  @Test
  void taskIsDoneByTheServer() throws IOException, InterruptedException {
    var url = serve();

    var answer = reader.type("./gatehouse run clerk 'shop_stock' --url " + url + " 2>/dev/null");
    var record =
        Json.parse(
            reader
                .type("./gatehouse run clerk 'shop_stock' --json 2>/dev/null --url " + url)
                .text());

    assertThat(answer.code()).isZero();
    assertThat(answer.text()).contains("\"pieces\":12").doesNotContain("tool:");
    assertThat(record.at("outcome")).contains(Json.of("success"));
    assertThat(record.at("exit_code")).contains(Json.of(0));
    assertThat(record.at("response").flatMap(Json::text).orElseThrow()).contains("\"pieces\":12");
    assertThat(record.at("tools_used").orElseThrow().toString())
        .isEqualTo("[{\"name\":\"shop_stock\",\"count\":1,\"errors\":0}]");
    assertThat(Files.exists(folder.resolve(".gatehouse/gatehouse.db"))).isTrue();
  }

  @Test
  void workflowsRunOnTheServer() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("asking.yaml"),
        """
        id: asking
        steps:
          - { id: sub, workflow: double, with: "{{ input }}" }
          - { id: gate, human: { ask: approve, prompt: "ok?" } }
        output: "{{ steps.gate.output.approved }}"
        """);
    var url = serve();

    var known =
        reader.type(
            "./gatehouse workflow run double --input hello --json 2>/dev/null --url " + url);
    var posted =
        reader.type(
            "./gatehouse workflow run asking.yaml --input hi --answer gate=approve --url " + url);
    var missing = reader.type("./gatehouse workflow run nothing --url " + url);

    assertThat(known.code()).isZero();
    assertThat(Json.parse(known.text()).path("output", "output", "said"))
        .contains(Json.of("hello"));
    assertThat(posted.code()).as(posted.text()).isZero();
    assertThat(posted.text())
        .contains("node: sub completed", "node: gate waits for an answer", "true");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.text()).contains("nothing");
  }

  @Test
  void limitsAndMistakesHaveTheirExitCodes() throws IOException, InterruptedException {
    var url = serve();

    var late = reader.type("./gatehouse run slow 'count to 500' --timeout 300ms --url " + url);
    var turns = reader.type("./gatehouse run clerk 'shop_stock' --max-turns 1 --url " + url);
    var unknown = reader.type("./gatehouse run clark hello --url " + url);
    var nowhere = reader.type("./gatehouse run clerk hello --url http://127.0.0.1:1");

    assertThat(late.code()).isEqualTo(124);
    assertThat(turns.code()).isEqualTo(4);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.text()).contains("clark");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.text()).contains("cannot be reached");
  }

  @Test
  void approvalThatLastsIsListedAndWithdrawn() throws IOException, InterruptedException {
    var url = serve();

    var given =
        reader.type(
            """
            export GATEHOUSE_URL=%s
            ./gatehouse run clerk 'shop_order {"pieces": 30}' & run=$!
            id=
            while [ -z "$id" ]; do
              kill -0 $run
              id=$(./gatehouse approvals 2>/dev/null | cut -d' ' -f1 | head -1)
            done
            ./gatehouse approvals approve "$id" --scope always
            wait $run
            """
                .formatted(url));
    var later = reader.type("./gatehouse run clerk 'shop_order {\"pieces\": 31}' --url " + url);
    var listed = reader.type("./gatehouse grants --url " + url);
    var grant = listed.text().split(" ", 2)[0];
    var revoked = reader.type("./gatehouse grants revoke " + grant + " --url " + url);
    var none = reader.type("./gatehouse grants --url " + url);

    assertThat(given.text()).contains("\"ordered\":30");
    assertThat(later.text()).contains("\"ordered\":31");
    assertThat(listed.text())
        .matches("(?s)grant_\\w+ {2}always {2}shop_order\n {4}agent clerk, given by .*");
    assertThat(revoked.text()).isEqualTo("revoked: " + grant + "\n");
    assertThat(none.text()).contains("nothing is allowed for good");
  }
}
