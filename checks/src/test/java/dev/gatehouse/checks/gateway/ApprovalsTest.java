package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class ApprovalsTest {

  private static final String ASKING = "approval: [{ tool: pay }]";

  @TempDir private Path folder;
  private final Lever pay = Lever.of("pay");

  private GatewayPlan plan(ScriptedModel model, String rules) {
    return plan(model, pay, rules, "");
  }

  private GatewayPlan plan(ScriptedModel model, Lever tool, String rules, String more) {
    String yaml = "agents: { clerk: { prompt: You pay., " + rules + " } }\n" + more;
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("fake", model)
        .model("fake/model")
        .tool(tool);
  }

  private static ScriptedModel payingOnce() {
    return ScriptedModel.of(Turn.calls("pay", "{\"euro\":5}"), Turn.says("done"));
  }

  private static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElseThrow();
  }

  private static List<Json> inbox(Visitor visitor, String query) throws Exception {
    return visitor
        .look("/api/approvals" + query)
        .at("items")
        .orElseThrow()
        .asArray()
        .orElseThrow()
        .items();
  }

  private static HttpResponse<String> decide(Visitor visitor, Json asked, String decision)
      throws Exception {
    return visitor.post(
        "/api/approvals/" + text(asked, "approval_id"), "{\"decision\":\"" + decision + "}");
  }

  private static HttpResponse<String> inChat(Visitor visitor, Json asked, String nonce, String rest)
      throws Exception {
    return visitor.post(
        "/api/chat/tool-approval",
        "{\"tool_call_id\":"
            + Json.of(text(asked, "tool_call_id"))
            + ",\"nonce\":"
            + Json.of(nonce)
            + ","
            + rest
            + "}");
  }

  private static String lastWords(ScriptedModel model) {
    Message last = model.lastRequest().messages().getLast();
    return last.content().toString();
  }

  @Test
  void approvedCallIsListedThenRunsOnce() throws Exception {
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(inbox(visitor, "?status=open"))
          .singleElement()
          .satisfies(item -> assertThat(item.toString()).contains(text(asked, "approval_id")));
      assertThat(pay.pulls()).isEmpty();
      assertThat(decide(visitor, asked, "approve\"").statusCode()).isEqualTo(200);

      List<Json> events = stream.rest();
      assertThat(Visitor.types(events))
          .containsSubsequence(
              "tool_call_start",
              "tool_approval_request",
              "tool_approval_resolved",
              "tool_call_complete",
              "turn_complete",
              "stream_complete");
      assertThat(pay.pulls()).containsExactly(Json.parse("{\"euro\":5}"));
      assertThat(inbox(visitor, "?status=open")).isEmpty();
      assertThat(inbox(visitor, "?status=approved")).hasSize(1);
      HttpResponse<String> again = decide(visitor, asked, "deny\"");
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(again.body()).contains("approved");
    }
  }

  @Test
  void inboxNeedNotBeAskedAgainAndAgain() throws Exception {
    try (Gateway gateway = plan(payingOnce(), ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening feed = visitor.follow("/api/events");
      feed.until("feed_live");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      Json open = feed.until("approval_changed");
      decide(visitor, asked, "approve\"");
      Json approved = feed.until("approval_changed");

      assertThat(open.at("status")).contains(Json.of("open"));
      assertThat(open.at("run_id")).isEqualTo(asked.at("run_id"));
      assertThat(open.path("approval", "approval_id")).isEqualTo(asked.at("approval_id"));
      assertThat(approved.at("status")).contains(Json.of("approved"));
      stream.rest();
    }
  }

  @Test
  void runSaysWhatItWaitsForAndWhy() throws Exception {
    try (Gateway gateway = plan(payingOnce(), ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");
      String run = "/api/runs/" + text(asked, "run_id");

      Json wait =
          visitor
              .look(run + "/blocked-on")
              .at("waiting_for")
              .flatMap(Json::asArray)
              .orElseThrow()
              .items()
              .getFirst();
      Json why = visitor.look(run + "/why");

      assertThat(text(wait, "kind")).isEqualTo("approval");
      assertThat(wait.at("id")).isEqualTo(asked.at("approval_id"));
      assertThat(java.time.Instant.parse(text(wait, "expires_at")))
          .isAfter(java.time.Instant.parse(text(wait, "since")));
      assertThat(text(why, "summary")).contains("approval", text(asked, "approval_id"));
      assertThat(why.at("facts").orElseThrow().toString())
          .contains("tool_call_requested", "approval_requested", "asks before 'pay'");
      decide(visitor, asked, "deny\",\"reason\":\"too much\"");
      stream.rest();
      assertThat(visitor.look(run + "/why").toString()).contains("denied by", "too much");
      assertThat(visitor.get("/api/runs/run_nobody/why").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void ruleOfAToolHoldsForEveryAgentThatCallsIt() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            Turn.calls("pay", "{\"euro\":5}"),
            Turn.calls("pay", "{\"euro\":50}"),
            Turn.says("done"));
    String rule = "tools: { pay: { approval: [{ when: args.euro > 10, name: large sums }] } }";
    try (Gateway gateway = plan(model, pay, "limits: { max-turns: 9 }", rule).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(text(asked, "rule")).isEqualTo("large sums");
      assertThat(asked.at("tool_input")).contains(Json.parse("{\"euro\":50}"));
      assertThat(pay.pulls()).containsExactly(Json.parse("{\"euro\":5}"));
      decide(visitor, asked, "approve\"");
      stream.rest();
      assertThat(pay.pulls()).hasSize(2);
    }
  }

  @Test
  void denialAndItsReasonReachTheModel() throws Exception {
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      decide(visitor, asked, "deny\",\"reason\":\"too much\"");

      assertThat(stream.rest().toString()).contains("user_denied");
      assertThat(lastWords(model)).contains("too much");
      assertThat(pay.pulls()).isEmpty();
    }
  }

  @Test
  void editedInputIsWhatTheToolGets() throws Exception {
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      decide(visitor, asked, "approve\",\"edited_input\":{\"euro\":1}");

      stream.rest();
      assertThat(pay.pulls()).containsExactly(Json.parse("{\"euro\":1}"));
    }
  }

  @Test
  void editedInputThatTheToolWouldRefuseLeavesTheCallWaiting() throws Exception {
    pay.requireNumber("euro");
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      HttpResponse<String> refused =
          decide(visitor, asked, "approve\",\"edited_input\":{\"euro\":\"all\"}");

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("/edited_input/euro");
      assertThat(inbox(visitor, "?status=open")).hasSize(1);
      decide(visitor, asked, "approve\",\"edited_input\":{\"euro\":1}");
      stream.rest();
      assertThat(pay.pulls()).containsExactly(Json.parse("{\"euro\":1}"));
    }
  }

  @Test
  void chatAnswersOnceAndOnlyWithTheNonce() throws Exception {
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");
      String yes = "\"approved\":true";

      assertThat(inChat(visitor, asked, "guessed", yes).statusCode()).isEqualTo(409);
      assertThat(inChat(visitor, asked, text(asked, "nonce"), yes).statusCode()).isEqualTo(200);
      assertThat(inChat(visitor, asked, text(asked, "nonce"), yes).statusCode()).isEqualTo(409);

      stream.rest();
      assertThat(inChat(visitor, asked, text(asked, "nonce"), yes).statusCode()).isEqualTo(409);
      assertThat(pay.pulls()).hasSize(1);
    }
  }

  @Test
  void answerAfterExpiryIsGone() throws Exception {
    ScriptedModel model = payingOnce();
    try (Gateway gateway = plan(model, "approval: [{ tool: pay, expires: 200ms }]").start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");
      stream.until("tool_approval_resolved");

      assertThat(inChat(visitor, asked, text(asked, "nonce"), "\"approved\":true").statusCode())
          .isEqualTo(410);
      assertThat(decide(visitor, asked, "approve\"").statusCode()).isEqualTo(410);
      assertThat(stream.rest().toString()).contains("approval_timeout");
      assertThat(pay.pulls()).isEmpty();
    }
  }

  @Test
  void grantOfTheSessionAnswersUntilItIsWithdrawn() throws Exception {
    ScriptedModel model =
        payingOnce()
            .then(Turn.calls("pay", "{}"))
            .then(Turn.says("again"))
            .then(Turn.calls("pay", "{}"))
            .then(Turn.says("no"));
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening first = visitor.listen("pay", ",\"context\":{\"history\":\"server\"}");
      decide(visitor, first.until("tool_approval_request"), "approve\",\"scope\":\"session\"");
      first.rest();

      List<Json> second = visitor.say("again", ",\"context\":{\"history\":\"server\"}");

      assertThat(Visitor.types(second)).doesNotContain("tool_approval_request");
      assertThat(pay.pulls()).hasSize(2);
      Json grant =
          visitor
              .look("/api/grants")
              .at("items")
              .orElseThrow()
              .asArray()
              .orElseThrow()
              .items()
              .getFirst();
      String id = grant.at("grant").flatMap(it -> it.at("id")).flatMap(Json::text).orElseThrow();
      assertThat(visitor.delete("/api/grants/" + id).statusCode()).isEqualTo(200);
      Listening third = visitor.listen("more", ",\"context\":{\"history\":\"server\"}");
      decide(visitor, third.until("tool_approval_request"), "deny\"");
      third.rest();
      assertThat(pay.pulls()).hasSize(2);
    }
  }

  @Test
  void irreversibleCallsTakeNoStandingApproval() throws Exception {
    Lever wire = Lever.of("pay", Effect.IRREVERSIBLE);
    try (Gateway gateway = plan(payingOnce(), wire, ASKING, "").start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(asked.at("allow_persistent_approval")).contains(Json.of(false));
      assertThat(decide(visitor, asked, "approve\",\"scope\":\"session\"").statusCode())
          .isEqualTo(422);
      assertThat(decide(visitor, asked, "approve\",\"scope\":\"always\"").statusCode())
          .isEqualTo(422);
      assertThat(wire.pulls()).isEmpty();
      assertThat(decide(visitor, asked, "approve\"").statusCode()).isEqualTo(200);
      stream.rest();
      assertThat(wire.pulls()).hasSize(1);
    }
  }

  @Test
  void onlyTheNamedRoleMayApprove() throws Exception {
    String keys =
        "auth: { keys: { user: { sha256: %s }, boss: { sha256: %s, role: operator } } }"
            .formatted(digest("user-key"), digest("boss-key"));
    String rule = "approval: [{ tool: pay, approvers: [operator] }]";
    try (Gateway gateway = plan(payingOnce(), pay, rule, keys).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("user-key", "");
      Visitor boss = new Visitor(gateway).keyed("boss-key");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(decide(visitor, asked, "approve\"").statusCode()).isEqualTo(403);
      assertThat(inChat(visitor, asked, text(asked, "nonce"), "\"approved\":true").statusCode())
          .isEqualTo(403);
      assertThat(pay.pulls()).isEmpty();
      assertThat(decide(boss, asked, "approve\"").statusCode()).isEqualTo(200);
      stream.rest();
      assertThat(pay.pulls()).hasSize(1);
    }
  }

  @Test
  void keysThatSayNoUserAreDifferentEyes() throws Exception {
    String keys =
        "auth: { keys: { one: { sha256: %s, role: operator }, two: { sha256: %s, role: operator } } }"
            .formatted(digest("one-key"), digest("two-key"));
    String rule = "approval: [{ tool: pay, approvers: [operator], four-eyes: true }]";
    try (Gateway gateway = plan(payingOnce(), pay, rule, keys).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("one-key", "");
      Visitor same = new Visitor(gateway).keyed("one-key");
      Visitor other = new Visitor(gateway).keyed("two-key");
      Listening stream = visitor.listen("pay", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(decide(same, asked, "approve\"").statusCode()).isEqualTo(403);
      assertThat(pay.pulls()).isEmpty();
      assertThat(decide(other, asked, "approve\"").statusCode()).isEqualTo(200);
      stream.rest();
      assertThat(pay.pulls()).hasSize(1);
    }
  }

  private static String digest(String key) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void askedCallSurvivesARestart() throws Exception {
    ScriptedModel model = payingOnce();
    Visitor before;
    Json asked;
    try (Gateway gateway = plan(model, ASKING).start()) {
      before = new Visitor(gateway);
      before.init("");
      asked = before.listen("pay", "").until("tool_approval_request");
    }
    try (Gateway gateway = plan(model, ASKING).start()) {
      Visitor visitor = before.at(gateway);

      assertThat(inbox(visitor, "?status=open")).hasSize(1);
      assertThat(decide(visitor, asked, "approve\"").statusCode()).isEqualTo(200);

      List<Json> events = visitor.subscribe("run_id=" + text(asked, "run_id")).rest();
      assertThat(Visitor.text(events)).isEqualTo("done");
      assertThat(pay.pulls()).hasSize(1);
    }
  }
}
