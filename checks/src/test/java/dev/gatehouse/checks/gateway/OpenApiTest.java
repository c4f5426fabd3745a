package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `/openapi.json` says what the routes answer: their statuses, and every member.
@Timeout(300)
class OpenApiTest {

  private static final Environment NOTHING = Environment.of(_ -> null);
  private static final String CONFIG =
      """
      server: { port: 0 }
      agents:
        clerk:
          prompt: You work in a shop.
          model: demo/fast
          approval: [{ tool: shop_note, name: notes }]
      tools:
        shop:
          type: sql
          url: "jdbc:sqlite::memory:"
          statements:
            note: { description: Notes something, sql: "select 1 as x", effect: write }
      workflows:
        inline:
          - id: asks
            steps: [{ id: ask, human: { ask: choose, prompt: Which?, choices: [a, b] } }]
      schedules: { tick: { agent: clerk, message: hello, every: 6h } }
      """;

  @TempDir private Path folder;

  /// An answer, and the route it is of.
  private record Seen(String route, int status, Json body) {}

  private final List<Seen> seen = new ArrayList<>();

  private Gateway gateway() {
    return Gateway.plan()
        .config(ConfigFile.parse(CONFIG, "test", NOTHING))
        .environment(NOTHING)
        .data(folder.resolve("data"))
        .port(0)
        .start();
  }

  private Json note(String route, HttpResponse<String> answer) {
    Json body = answer.body().isEmpty() ? Json.NULL : Json.parse(answer.body());
    seen.add(new Seen(route, answer.statusCode(), body));
    return body;
  }

  private static String text(Json json, String name) {
    return json.at(name)
        .flatMap(Json::text)
        .orElseThrow(() -> new AssertionError(json + " " + name));
  }

  private static String first(Json page, String name) {
    return text(page.at("items").flatMap(Json::asArray).orElseThrow().items().getFirst(), name);
  }

  @Test
  void answersAreAsDocumented() throws Exception {
    Json document;
    try (Gateway gateway = gateway()) {
      Visitor user = new Visitor(gateway);
      document = user.look("/api/openapi.json");
      ask(user);
      order(user.keyed("k"));
    }

    for (Seen each : seen) {
      judge(document, each);
    }
    assertThat(flaws(document, "#/components/schemas/Run", Json.object().build())).isNotEmpty();
    assertThat(new TreeSet<>(seen.stream().map(Seen::route).toList())).hasSizeGreaterThan(35);
  }

  private void ask(Visitor user) throws Exception {
    Json ticket = note("POST /chat/init", user.init(""));
    String session = "/api/sessions/" + text(ticket, "session_id");
    user.say("hello");
    note("POST /chat/cancel", user.post("/api/chat/cancel", "{}"));
    note("GET /sessions/{id}", user.get(session));
    note("GET /sessions/{id}/messages", user.get(session + "/messages"));
    note("POST /sessions/{id}/fork", user.post(session + "/fork", "{}"));
    for (String list :
        List.of(
            "sessions",
            "runs",
            "agents",
            "tools",
            "models",
            "skills",
            "workflows",
            "schedules",
            "grants",
            "health",
            "ready",
            "openapi.json")) {
      note("GET /" + list, user.keyed("k").get("/api/" + list));
    }
  }

  private void order(Visitor boss) throws Exception {
    note("GET /agents/{name}", boss.get("/api/agents/clerk"));
    note("GET /workflows/{id}", boss.get("/api/workflows/asks"));
    note("GET /workflows/{id}/graph", boss.get("/api/workflows/asks/graph?format=json"));
    String document = "{\"id\":\"w\",\"steps\":[{\"id\":\"a\",\"transform\":{\"x\":1}}]}";
    note("POST /workflows", boss.post("/api/workflows", document));
    note("POST /workflows", boss.post("/api/workflows", document));
    note("GET /schedules/{id}", boss.get("/api/schedules/tick"));
    note("PATCH /schedules/{id}", boss.patch("/api/schedules/tick", "{\"paused\":true}"));
    note("POST /schedules/{id}/run", boss.post("/api/schedules/tick/run", "{}"));
    String added = "{\"name\":\"n\",\"agent\":\"clerk\",\"message\":\"x\",\"cron\":\"0 7 * * *\"}";
    note("POST /schedules", boss.post("/api/schedules", added));
    approve(boss);
    answer(boss);
    Json slow = note("POST /runs", boss.post("/api/runs", "{\"input\":\"later\",\"delay\":600}"));
    String path = "/api/runs/" + text(slow, "run_id");
    note("POST /runs/{id}/cancel", boss.post(path + "/cancel", "{}"));
    note("POST /runs/{id}/cancel", boss.post(path + "/cancel", "{}"));
    note("POST /runs/{id}/retry", boss.post(path + "/retry", "{}"));
    note("POST /runs/{id}/fork", boss.post(path + "/fork", "{\"at_seq\":1}"));
    note("GET /deliveries", boss.get("/api/deliveries"));
  }

  /// Waits until a list has something.
  private static void awaitSome(Visitor boss, String list) {
    await()
        .until(
            () ->
                boss.look(list)
                    .at("items")
                    .flatMap(Json::asArray)
                    .filter(it -> !it.items().isEmpty()),
            Optional::isPresent);
  }

  private void approve(Visitor boss) throws Exception {
    boss.post("/api/runs", "{\"input\":\"shop_note {}\"}");
    awaitSome(boss, "/api/approvals");
    Json open = note("GET /approvals", boss.get("/api/approvals"));
    String approval = "/api/approvals/" + first(open, "approval_id");
    String run = "/api/runs/" + first(open, "run_id");
    note("GET /runs/{id}/blocked-on", boss.get(run + "/blocked-on"));
    String yes = "{\"decision\":\"approve\",\"scope\":\"session\",\"reason\":\"fine\"}";
    note("POST /approvals/{id}", boss.post(approval, yes));
    note("GET /runs/{id}/wait", boss.get(run + "/wait?timeout=120"));
    note("GET /runs/{id}", boss.get(run));
    note("GET /runs/{id}/why", boss.get(run + "/why"));
    note("GET /runs/{id}/events", boss.get(run + "/events"));
    Json grants = note("GET /grants", boss.get("/api/grants"));
    String grant =
        grants
            .at("items")
            .flatMap(Json::asArray)
            .flatMap(all -> all.items().getFirst().path("grant", "id"))
            .flatMap(Json::text)
            .orElseThrow();
    note("DELETE /grants/{id}", boss.delete("/api/grants/" + grant));
  }

  private void answer(Visitor boss) throws Exception {
    String wish = "{\"workflow\":\"asks\",\"input\":{},\"wait\":1}";
    Json begun = note("POST /runs", boss.post("/api/runs", wish));
    String run = "/api/runs/" + text(begun, "run_id");
    note("GET /runs/{id}/graph", boss.get(run + "/graph?format=json"));
    note("POST /runs/{id}/signal", boss.post(run + "/signal", "{\"name\":\"x\"}"));
    note("POST /runs/{id}/pause", boss.post(run + "/pause", "{}"));
    note("POST /runs/{id}/resume", boss.post(run + "/resume", "{}"));
    String step = "{\"after\":\"ask\",\"step\":{\"id\":\"b\",\"transform\":{\"x\":1}}}";
    note("POST /runs/{id}/nodes", boss.post(run + "/nodes", step));
    awaitSome(boss, "/api/questions");
    Json open = note("GET /questions", boss.get("/api/questions"));
    String question = "/api/questions/" + first(open, "question_id");
    note("POST /questions/{id}", boss.post(question, "{\"action\":\"answer\",\"value\":\"a\"}"));
    note("GET /runs/{id}/wait", boss.get(run + "/wait?timeout=120"));
    note("POST /runs", boss.post("/api/runs", "{\"input\":\"hello\",\"wait\":120}"));
  }

  /// The status is documented, the answer fits its schema, and has no member the schema leaves out.
  private static void judge(Json document, Seen answer) {
    String[] words = answer.route().split(" ", 2);
    Json operation =
        document
            .path("paths", words[1])
            .flatMap(path -> path.at(words[0].toLowerCase(Locale.ROOT)))
            .orElseThrow(() -> new AssertionError(answer.route() + " is not documented"));
    Json schema =
        operation
            .at("responses")
            .flatMap(all -> all.at(Integer.toString(answer.status())))
            .flatMap(it -> it.path("content", "application/json"))
            .flatMap(it -> it.at("schema"))
            .orElseThrow(() ->
                new AssertionError(
                    answer.route()
                        + " "
                        + answer.status()
                        + " is not documented: "
                        + answer.body()));
    String ref =
        schema
            .at("$ref")
            .flatMap(Json::text)
            .orElseThrow(() -> new AssertionError(answer.route() + " has no schema"));

    assertThat(flaws(document, ref, answer.body()))
        .as("%s: %s", answer.route(), answer.body())
        .isEmpty();
    String name = text(schema, "$ref").replace("#/components/schemas/", "");
    known(document, name, answer.body(), answer.route());
  }

  private static List<Violation> flaws(Json document, String ref, Json value) {
    Json schema =
        Json.obj("$ref", Json.of(ref), "components", document.at("components").orElseThrow());
    return new NetworkntValidator().validate(schema, value);
  }

  private static void known(Json document, String name, Json value, String route) {
    // What a log entry says depends on its type, and an OpenAPI document is not described here.
    if (Set.of("Event", "OpenApi").contains(name)) {
      return;
    }
    Json schema = document.path("components", "schemas").flatMap(it -> it.at(name)).orElseThrow();
    Map<String, Json> documented =
        schema.at("properties").flatMap(Json::asObject).orElseThrow().members();
    value
        .asObject()
        .orElseThrow()
        .members()
        .keySet()
        .forEach(member ->
            assertThat(documented).as("%s answers \"%s\"", route, member).containsKey(member));
    value
        .at("items")
        .flatMap(Json::asArray)
        .filter(_ -> name.endsWith("List"))
        .ifPresent(items ->
            items
                .items()
                .forEach(
                    item -> known(document, name.substring(0, name.length() - 4), item, route)));
  }
}
