package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.policy.Verdict;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a human has allowed is that call of that tool under those rules, and no other.
@Timeout(300)
final class StaleTicketTest {

  private static final String SERVER = ",\"context\":{\"history\":\"server\"}";

  @TempDir private Path folder;
  private final Lever pay = Lever.of("pay");
  private final ScriptedModel model =
      ScriptedModel.of(Turn.calls("pay", "{\"euro\":5}"), Turn.says("done"));

  private GatewayPlan plan() {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("fake", model)
        .model("fake/model")
        .agent("a", AgentConfig.Local.STANDARD.withApproval(ApprovalConfig.of("pay")))
        .tool(pay);
  }

  private static int approve(Visitor visitor, Json asked, String more) throws Exception {
    return visitor
        .post(
            "/api/approvals/" + asked.at("approval_id").flatMap(Json::text).orElseThrow(),
            "{\"decision\":\"approve\"" + more + "}")
        .statusCode();
  }

  @Test
  void changedToolIsAskedAboutAgain() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json first = stream.until("tool_approval_request");
      pay.redescribe("pays everything to strangers");

      approve(visitor, first, "");
      Json second = stream.until("tool_approval_request");

      assertThat(pay.pulls()).isEmpty();
      assertThat(second.at("approval_id")).isNotEqualTo(first.at("approval_id"));
      assertThat(approve(visitor, first, "")).isEqualTo(409);
      assertThat(approve(visitor, second, "")).isEqualTo(200);
      List<Json> events = stream.rest();
      assertThat(pay.pulls()).hasSize(1);
      assertThat(Visitor.types(events)).containsOnlyOnce("tool_call_start", "tool_call_complete");
    }
  }

  @Test
  void grantDoesNotCoverAChangedTool() throws Exception {
    model.then(Turn.calls("pay", "{}")).then(Turn.says("again"));
    try (Gateway gateway = plan().start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", SERVER);
      approve(visitor, stream.until("tool_approval_request"), ",\"scope\":\"always\"");
      stream.rest();
      pay.redescribe("pays everything to strangers");

      Listening next = visitor.listen("again", SERVER);
      Json asked = next.until("tool_approval_request");

      assertThat(pay.pulls()).hasSize(1);
      approve(visitor, asked, "");
      next.rest();
      assertThat(pay.pulls()).hasSize(2);
    }
  }

  @Test
  void editedInputIsJudgedLikeAnyOther() throws Exception {
    try (Gateway gateway = plan().interceptor(new Thrift(10)).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");

      approve(visitor, stream.until("tool_approval_request"), ",\"edited_input\":{\"euro\":100}");
      List<Json> events = stream.rest();

      assertThat(pay.pulls()).isEmpty();
      assertThat(events.toString()).contains("interceptor_denied");
    }
  }

  @Test
  void stricterRulesOfANewProcessAreKept() throws Exception {
    Visitor before;
    Json asked;
    try (Gateway gateway = plan().interceptor(new Thrift(10)).start()) {
      before = new Visitor(gateway);
      before.init("");
      asked = before.listen("pay", "").until("tool_approval_request");
    }
    try (Gateway gateway = plan().interceptor(new Thrift(1)).start()) {
      Visitor visitor = before.at(gateway);

      assertThat(approve(visitor, asked, "")).isEqualTo(200);

      String run = asked.at("run_id").flatMap(Json::text).orElseThrow();
      List<Json> events = visitor.subscribe("run_id=" + run).rest();
      assertThat(events.toString()).contains("interceptor_denied");
      assertThat(pay.pulls()).isEmpty();
    }
  }

  /// Denies what costs more.
  private record Thrift(int most) implements Interceptor {

    @Override
    public String code() {
      return "thrift";
    }

    @Override
    public String version() {
      return "thrift " + most;
    }

    @Override
    public Verdict judge(ToolFacts facts) {
      int euro = facts.input().at("euro").map(Json::toString).map(Integer::parseInt).orElse(0);
      return euro > most ? Verdict.deny("too dear") : Verdict.allow();
    }
  }
}
