package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Puts a secret that can be recognised into every place where one may be, has each of them quoted
/// by the other side, and looks for them in all that comes out.
@Isolated
class CanaryTest {

  private static final Map<String, String> SECRETS =
      Map.of(
          "PROVIDER_KEY", "canary-provider-0123456789",
          "PROVIDER_HEADER", "canary-header-0123456789",
          "TOOL_TOKEN", "canary-tool-0123456789",
          "API_TOKEN", "canary-openapi-0123456789",
          "DB_URL", "jdbc:nosuch:canary-database-0123456789",
          "DB_PASSWORD", "canary-password-0123456789",
          "SIGNING", "canary-Qw8fZ2xLr9Tn5Vb3Ky7Hp4Jd6Ms1Gc",
          "ANTHROPIC_API_KEY", "canary-vendor-0123456789",
          "BYOK", "canary-byok-0123456789",
          "SEAL", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=");

  private static final Map<String, String> DELIVERY_SECRETS =
      Map.of(
          "HOOK_PATH", "canary-path-0123456789",
          "HOOK_SECRET", "canary-signing-0123456789",
          "CALLBACK_SECRET", "canary-callback-0123456789",
          "BOT_TOKEN", "canary-telegram-0123456789",
          "SLACK_PATH", "canary-slack-0123456789",
          "SLACK_TOKEN", "canary-slackbot-0123456789",
          "SMTP_PASSWORD", "canary-smtp-0123456789");

  private static final String DOCUMENT =
      """
      {"openapi":"3.0.0","paths":{"/fine":{"get":{"operationId":"look"}}}}
      """;

  @TempDir private Path folder;

  private final List<String> heard = new ArrayList<>();

  @Test
  void noSecretComesOutAnywhere() throws Exception {
    var log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (var service = new LeakyService()) {
      Path document = Files.writeString(folder.resolve("api.json"), DOCUMENT);
      Environment environment =
          Environment.of(name -> SECRETS.getOrDefault(name, DELIVERY_SECRETS.get(name)));
      String yaml = config(service.url(), document);
      try (Gateway gateway =
          Gateway.plan()
              .config(ConfigFile.parse(yaml, "gatehouse.yaml", environment))
              .environment(environment)
              .data(folder.resolve("data"))
              .port(0)
              .start()) {
        visit(gateway);
        deliver(gateway);
        System.getLogger("canary")
            .log(
                System.Logger.Level.ERROR,
                "a line with " + SECRETS.get("TOOL_TOKEN"),
                new IOException("and a cause with " + SECRETS.get("PROVIDER_KEY")));
      }
    } finally {
      System.setErr(before);
    }
    heard.add(log.toString(StandardCharsets.UTF_8));

    assertThat(heard.getLast()).contains("a line with [hidden]").contains("a cause with [hidden]");
    assertThat(String.join("\n", heard)).contains("you sent").contains("[hidden]");
    SECRETS.values().forEach(this::nowhere);
    DELIVERY_SECRETS.values().forEach(this::nowhere);
  }

  private static String config(String url, Path document) {
    return """
    providers:
      local:
        type: openai-compatible
        base-url: "%1$s/v1"
        api-key: "${PROVIDER_KEY}"
        headers: { X-Extra: "${PROVIDER_HEADER}" }
      anthropic: { base-url: "%1$s" }
    auth: { secret: "${SIGNING}", seal-key: "${SEAL}" }
    agents:
      demo: { prompt: You help., model: demo/demo }
      local: { prompt: You help., model: local/any }
      vendor: { prompt: You help., model: anthropic/claude-sonnet-4-6 }
    tools:
      fine: { type: http, description: Fine, url: "%1$s/fine", headers: { X-Token: "Bearer ${TOOL_TOKEN}" } }
      refused: { type: http, description: Refused, url: "%1$s/refused", headers: { X-Token: "${TOOL_TOKEN}" } }
      large: { type: http, description: Large, url: "%1$s/large", headers: { X-Token: "${TOOL_TOKEN}" } }
      api: { type: openapi, document: "%2$s", url: "%1$s", headers: { X-Api: "${API_TOKEN}" } }
      base:
        type: sql
        url: "${DB_URL}"
        password: "${DB_PASSWORD}"
        statements: { all: { description: All, sql: SELECT 1 } }
    server: { callbacks: { secret: "${CALLBACK_SECRET}", private-hosts: [127.0.0.1] } }
    delivery:
      hook: { type: webhook, url: "%1$s/hook?t=${HOOK_PATH}", secret: "${HOOK_SECRET}", allow-private: true }
      telegram: { type: telegram, token: "${BOT_TOKEN}", chat: "1", base-url: "%1$s" }
      slack: { type: slack, url: "%1$s/services/${SLACK_PATH}" }
      bot: { type: slack, token: "${SLACK_TOKEN}", channel: ops, base-url: "%1$s" }
      mail: { type: email, host: 127.0.0.1, port: 1, security: none, user: ann, password: "${SMTP_PASSWORD}", from: a@b.example, to: [c@d.example] }
    """
        .formatted(url, document);
  }

  private void visit(Gateway gateway) throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    for (String tool : List.of("fine", "refused", "large", "api_look", "base_all")) {
      List<Json> events = visitor.say("use " + tool);
      assertThat(Visitor.types(events)).as(tool).contains("tool_call_complete");
      assertThat(events.toString()).as(tool).contains(tool.equals("base_all") ? "SQL" : "[hidden]");
      heard.add(events.toString());
    }
    for (String agent : List.of("local", "vendor")) {
      Visitor other = new Visitor(gateway);
      other.init("");
      heard.add(other.say("hello", ",\"agent\":\"" + agent + "\"").toString());
    }
    Visitor own = new Visitor(gateway);
    own.init(",\"anthropic_api_key\":\"" + SECRETS.get("BYOK") + "\"");
    String refused = own.say("hello", ",\"agent\":\"vendor\"").toString();
    assertThat(refused).contains("you sent");
    heard.add(refused);
    refusals(gateway, visitor);
  }

  private void deliver(Gateway gateway) throws Exception {
    Visitor operator = new Visitor(gateway).keyed("k");
    String where = "\"delivery\":[\"hook\",\"telegram\",\"slack\",\"bot\",\"mail\"]";
    heard.add(
        operator
            .post("/api/runs", "{\"agent\":\"demo\",\"input\":\"hello\",\"wait\":20," + where + "}")
            .body());
    assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();
    String list = operator.look("/api/deliveries").toString();
    assertThat(list).contains("you sent").contains("cannot be used");
    heard.add(list);
  }

  private void refusals(Gateway gateway, Visitor visitor) throws Exception {
    String secret = SECRETS.get("BYOK");
    for (String body :
        List.of(
            "{\"api_key\":{\"x\":\"" + secret + "\"}}",
            "{\"api_key\":\"\",\"anthropic_api_key\":\"" + secret + "\"}",
            "{\"api_key\":\"k\",\"openai_api_key\":[\"" + secret + "\"]}",
            "{\"api_key\":\"" + secret + "\" \"")) {
      heard.add(visitor.post("/api/chat/init", body).body());
    }
    heard.add(visitor.post("/api/chat/init?api_key=" + secret, "{}").body());
    heard.add(gateway.config().toString());
  }

  private void nowhere(String secret) {
    assertThat(heard).noneMatch(text -> text.contains(secret));
    try (var files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
