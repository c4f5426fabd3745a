package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.checks.FreePort;
import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
final class ExamplesTest {

  private final Reader reader;

  ExamplesTest(@TempDir Path folder) throws IOException {
    reader = Reader.in(folder);
  }

  @AfterEach
  void leave() throws IOException {
    reader.close();
  }

  @Test
  void minimalAgentAnswers() throws IOException, InterruptedException {
    assumeThat(FreePort.isFree(8000)).as("port 8000, which the example uses, is free").isTrue();
    var url = reader.serve("./gatehouse java examples/01-minimal/Agent.java");

    var answer = reader.type("echo 'What is 2 + 3?' | ./gatehouse chat --url " + url);

    assertThat(answer.text()).contains("demo model").endsWith("2 + 3 = 5\n");
  }

  @Test
  void toolSummarisesTheFile() throws IOException, InterruptedException {
    var url =
        reader.serve("./gatehouse java examples/02-local-tools/Tools.java " + FreePort.next());

    var answer = reader.type("echo 'summarize data.csv' | ./gatehouse chat --url " + url);

    assertThat(answer.text())
        .contains("tool: summarize_csv done")
        .contains("\"rows\":4")
        .contains("\"most\":3120.75");
  }

  @Test
  void toolReadsNoFileElsewhere() throws IOException, InterruptedException {
    var url =
        reader.serve("./gatehouse java examples/02-local-tools/Tools.java " + FreePort.next());

    var answer =
        reader.type(
            "echo 'summarize_csv ../01-minimal/Agent.java' | ./gatehouse chat --url " + url);

    assertThat(answer.text()).contains("lies outside of the data folder");
  }

  @Test
  void modelIsSwitchedByConfiguration() throws IOException, InterruptedException {
    var command =
        "./gatehouse run writer 'Say hello' --config examples/03-multi-provider/gatehouse.yaml";

    var before = reader.type(command + " 2>/dev/null");
    var after = reader.type("SMART_MODEL=demo/echo " + command + " 2>/dev/null");

    assertThat(before.text()).contains("demo model").endsWith("hello\n");
    assertThat(after.text()).isEqualTo("Say hello\n");
  }

  @Test
  void anotherModelAnswersForOneThatIsGone() throws IOException, InterruptedException {
    var answer =
        reader.type(
            "./gatehouse run helper 'Say hello' --config examples/13-failover/gatehouse.yaml");

    assertThat(answer.text()).contains("demo/fast answers instead", "hello\nrun: success");
  }

  @Test
  void programRunsInASandbox() throws IOException, InterruptedException {
    var answer =
        reader.type(
            "./gatehouse run coder 'code_execute {\"code\": \"print(2 ** 100)\"}'"
                + " --config examples/05-code-execution/gatehouse.yaml");

    assertThat(answer.text()).contains("1267650600228229401496703205376");
  }

  @Test
  void skillIsReadWhenItIsNeeded() throws IOException, InterruptedException {
    var config = " --config examples/06-skills/gatehouse.yaml";

    var skill = reader.type("./gatehouse run clerk 'use_skill invoices'" + config);
    var file =
        reader.type(
            "./gatehouse run clerk 'read_skill_file skill=invoices path=references/fields.md'"
                + config);

    assertThat(skill.text()).contains("tool: use_skill done", "references/fields.md");
    assertThat(file.text()).contains("tool: read_skill_file done", "What an invoice must hold");
  }

  @Test
  void toolOfAnMcpServerIsUsed() throws IOException, InterruptedException {
    var answer =
        reader.type(
            "./gatehouse run librarian 'library_find_book Dune' --config"
                + " examples/04-mcp/gatehouse.yaml");

    assertThat(answer.text()).contains("library_find_book").contains("1965");
  }

  @Test
  void configuredToolsAskTheServiceAndTheDatabase() throws IOException, InterruptedException {
    var url =
        reader.serve("./gatehouse java examples/12-api-and-database/Shop.java " + FreePort.next());

    var service = reader.type("echo 'delivery_time \"Berlin\"' | ./gatehouse chat --url " + url);
    var before = reader.type("echo 'shop_stock \"tea\"' | ./gatehouse chat --url " + url);
    var write =
        reader.type(
            "echo 'shop_restock {\"item\":\"tea\",\"pieces\":30}' | ./gatehouse chat --url " + url);
    var after = reader.type("echo 'shop_stock \"tea\"' | ./gatehouse chat --url " + url);

    assertThat(service.text()).contains("tool: delivery_time done").contains("2");
    assertThat(before.text()).contains("\"pieces\":12");
    assertThat(write.text()).contains("\"updated\":1");
    assertThat(after.text()).contains("\"pieces\":42");
  }

  @Test
  void heartbeatSpeaksOnlyWhenItMust() throws IOException, InterruptedException {
    var config = " --once --config examples/10-heartbeat/gatehouse.yaml";

    var alert = reader.type("./gatehouse heartbeat watch" + config + " && cat alerts/*");
    var quiet =
        reader.type("rm -r alerts; ./gatehouse heartbeat calm" + config + " && ! ls alerts");
    var skipped =
        reader.type(
            "CHECKLIST=examples/10-heartbeat/nothing.md ./gatehouse heartbeat watch" + config);

    assertThat(alert.text()).containsSubsequence("tick 1  alert", "the backup", "the backup");
    assertThat(quiet.text()).contains("tick 1  quiet");
    assertThat(skipped.text()).contains("skipped  empty_checklist");
  }

  @Test
  void briefingIsWrittenByAWorkflowAndBroughtToAFile() throws IOException, InterruptedException {
    var config = " --config examples/11-daily-briefing/gatehouse.yaml";

    var tick = reader.type("./gatehouse heartbeat briefing --once" + config);
    var file = reader.type("cat briefings/briefing.md");
    var alone =
        reader.type("./gatehouse run briefing --input '{\"shop\": \"the tea shop\"}'" + config);

    assertThat(tick.text()).contains("tick 1  done", "Good morning! Yesterday at the tea shop");
    assertThat(file.text())
        .contains("Good morning! ", "(by briefing, version 1)", "\"coffee\",\"sold\":30");
    assertThat(alone.text()).contains("note: step letter completed", "run: success");
  }

  @Test
  void smallRefundNeedsNobodyAndLargeOneIsNotMadeUnasked()
      throws IOException, InterruptedException {
    var config = " --config examples/07-approval/gatehouse.yaml";

    var small = reader.type("./gatehouse run clerk 'shop_refund order=7 euros=5'" + config);
    var large = reader.type("./gatehouse run clerk 'shop_refund order=7 euros=50'" + config);

    assertThat(small.text()).contains("\"refunded_euros\":5");
    assertThat(large.text()).contains("approval_required").doesNotContain("refunded_euros\":50");
  }

  @Test
  void autonomousAgentKeepsItsStateAndOrdersNothingUnasked()
      throws IOException, InterruptedException {
    var command =
        """
        ./gatehouse run keeper 'tea_stock, then tea_order {"pieces": 30}, then update_state {"patch": {"pieces": 12}}'\
         --config examples/09-autonomous/gatehouse.yaml --state-dir state\
        """;

    var first = reader.type(command);
    var second = reader.type(command + " --json 2>/dev/null");

    assertThat(first.text())
        .contains("tool: tea_stock done", "denied: tea_order", "{\"pieces\":12}");
    var record = Json.parse(second.text());
    assertThat(record.at("exit_code")).contains(Json.of(0));
    assertThat(record.at("state")).contains(Json.obj("pieces", Json.of(12)));
    assertThat(record.at("state_version")).contains(Json.of(2));
    assertThat(record.at("resumed")).contains(Json.of(false));
  }

  @Test
  void largeRefundWaitsForAHuman() throws IOException, InterruptedException {
    var url =
        reader.serve(
            "./gatehouse serve --config examples/07-approval/gatehouse.yaml --port "
                + FreePort.next());

    var approved = reader.type(askedAndAnswered("approve", url));
    var denied = reader.type(askedAndAnswered("deny", url));

    assertThat(approved.text())
        .contains("open  shop_refund {\"order\":7,\"euros\":50}", "approved: shop_refund")
        .contains("\"refunded_euros\":50");
    assertThat(denied.text())
        .contains("denied: shop_refund", "user_denied")
        .doesNotContain("refunded_euros\":50");
  }

  @Test
  void largeRefundOfTheWholeShopNeedsTheOffice() throws IOException, InterruptedException {
    var url =
        reader.serve("./gatehouse java examples/08-full-production/Shop.java " + FreePort.next());

    var paid = reader.type(askedAndAllowed(50, url));
    var huge = reader.type(asked(600, url));

    assertThat(paid.text())
        .contains("open  shop_refund {\"order\":7,\"euros\":50}")
        .contains("the customer may not", "approved: shop_refund")
        .contains("refunded_euros");
    assertThat(huge.text()).contains("interceptor_denied").doesNotContain("refunded_euros");
  }

  /// A customer wants money back, and the accountant is sent for.
  private static String asked(int euros, String url) {
    return """
    export GATEHOUSE_URL=%s
    echo 'run_agent {"agent":"accountant","task":"shop_refund order=7 euros=%s"}' |
      ./gatehouse chat --api-key web-demo-key\
    """
        .formatted(url, euros);
  }

  /// The customer cannot answer in the place of the office.
  private static String askedAndAllowed(int euros, String url) {
    return asked(euros, url)
        + """
         & chat=$!
        export GATEHOUSE_API_KEY=office-demo-key
        inbox=""
        until [ -n "$inbox" ]; do kill -0 $chat; inbox="$(./gatehouse approvals 2>/dev/null)"; done
        echo "$inbox"
        id="$(echo "$inbox" | head -1 | cut -d' ' -f1)"
        ./gatehouse approvals approve $id --api-key web-demo-key || echo "the customer may not"
        ./gatehouse approvals approve $id
        wait $chat
        """;
  }

  /// A chat beside which somebody else looks at the inbox until there is something to answer.
  private static String askedAndAnswered(String answer, String url) {
    return """
    export GATEHOUSE_URL=%2$s
    echo 'shop_refund {"order": 7, "euros": 50}' | ./gatehouse chat & chat=$!
    until [ -n "$(./gatehouse approvals 2>/dev/null)" ]; do kill -0 $chat; done
    ./gatehouse approvals
    ./gatehouse approvals %1$s "$(./gatehouse approvals | cut -d' ' -f1 | head -1)"
    wait $chat
    """
        .formatted(answer, url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-minimal",
        "02-local-tools",
        "03-multi-provider",
        "04-mcp",
        "05-code-execution",
        "06-skills",
        "07-approval",
        "09-autonomous",
        "10-heartbeat",
        "11-daily-briefing",
        "08-full-production",
        "12-api-and-database",
        "13-failover"
      })
  void readmeIsShortAndNamesItsCommand(String example) throws IOException {
    var readme =
        Files.readString(RepositoryRoot.find().resolve("examples/" + example + "/README.md"));

    assertThat(readme.lines().count()).isLessThanOrEqualTo(15);
    assertThat(readme).contains("./gatehouse ").contains("examples/" + example);
  }
}
