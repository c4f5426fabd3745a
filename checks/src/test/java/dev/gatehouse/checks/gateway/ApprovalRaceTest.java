package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.Turn;
import dev.gatehouse.testkit.random.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two people who answer at once, one yes, one no. `-Dapproval-races=1000` tries harder.
@Timeout(600)
final class ApprovalRaceTest {

  @TempDir private Path folder;
  private final Lever pay = Lever.of("pay");

  private Gateway gateway() {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider(
            "fake",
            new Improvising(request ->
                request.messages().size() == 1
                    ? Turn.calls("pay", request.messages().getFirst().text())
                    : Turn.says("done")))
        .model("fake/model")
        .agent("a", AgentConfig.Local.STANDARD.withApproval(ApprovalConfig.of("pay")))
        .tool(pay)
        .start();
  }

  @Test
  void everyQuestionHasExactlyOneOutcome() throws Exception {
    int races = Seeds.count("approval-races", 100);
    try (Gateway gateway = gateway();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Visitor visitor = new Visitor(gateway);
      for (int number = 0; number < races; number++) {
        visitor.init("");
        Json input = Json.obj("number", Json.of(number));
        Listening stream = visitor.listen(input.toString(), "");
        Json asked = stream.until("tool_approval_request");
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Integer> yes = threads.submit(() -> inbox(visitor, asked, start));
        Future<Integer> no = threads.submit(() -> chat(visitor, asked, start));

        assertThat(List.of(yes.get(), no.get())).containsExactlyInAnyOrder(200, 409);
        List<Json> events = stream.rest();
        assertThat(Visitor.types(events)).containsOnlyOnce("tool_approval_resolved");
        assertThat(pay.pulls().contains(input)).isEqualTo(yes.get() == 200);
        assertThat(pay.pulls()).doesNotHaveDuplicates();
      }
    }
  }

  private static int inbox(Visitor visitor, Json asked, CyclicBarrier start) throws Exception {
    start.await(60, TimeUnit.SECONDS);
    return visitor
        .post(
            "/api/approvals/" + asked.at("approval_id").flatMap(Json::text).orElseThrow(),
            "{\"decision\":\"approve\"}")
        .statusCode();
  }

  private static int chat(Visitor visitor, Json asked, CyclicBarrier start) throws Exception {
    start.await(60, TimeUnit.SECONDS);
    return visitor
        .post(
            "/api/chat/tool-approval",
            "{\"tool_call_id\":%s,\"nonce\":%s,\"approved\":false}"
                .formatted(asked.at("tool_call_id").orElseThrow(), asked.at("nonce").orElseThrow()))
        .statusCode();
  }
}
