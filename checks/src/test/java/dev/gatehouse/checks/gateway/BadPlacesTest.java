package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Places and times that cannot be: each is an error at the start that names it, or a delivery that
/// says in the list what is wrong.
@Timeout(300)
final class BadPlacesTest {

  @TempDir private Path folder;

  private GatewayPlan plan(String yaml) {
    return Gateway.plan()
        .config(
            ConfigFile.parse(
                "agents: { echo: { prompt: Hi., model: demo/echo } }\n" + yaml,
                "gatehouse.yaml",
                Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schedules: {a: {agent: echo, message: M, cron: '61 * * * *'}}           | schedules.a | 61
          schedules: {a: {agent: echo, message: M, cron: '0 0 30 2 *'}}           | schedules.a | 0 0 30 2 *
          schedules: {a: {agent: echo, message: M, cron: 'now and then'}}         | schedules.a | now and then
          schedules: {a: {agent: echo, message: M, every: 1h, timezone: Mars/X}}  | schedules.a | Mars/X
          schedules: {a: {agent: echo, message: M, every: soon}}                  | schedules.a | soon
          schedules: {a: {agent: echo, message: M, every: 1h, delivery: [ops]}}   | schedules.a | "ops" is unknown
          delivery: {a: {url: 'https://exa mple.com/x', secret: 0123456789abcdef}} | delivery.a | url
          delivery: {a: {url: 'ftp://example.com/x', secret: 0123456789abcdef}}   | delivery.a | http
          delivery: {a: {url: 'https://example.com/x'}}                           | delivery.a | secret
          delivery: {a: {url: 'https://example.com/x', secret: '${NO_SUCH}'}}     | delivery.a | NO_SUCH
          delivery: {a: {type: telegram, chat: c}}                                | delivery.a | token
          delivery: {a: {type: email, host: h, from: a@b.example, to: []}}        | delivery.a | to
          delivery: {a: {type: email, host: h, from: a@b.example, to: [x@y.example], user: u}} | delivery.a | password
          delivery: {a: {type: email, host: h, from: a@b.example, to: [x@y.example], trust: none.pem}} | delivery.a | none.pem
          """)
  void whatCanNeverWorkIsSaidAtTheStart(String yaml, String place, String what) {
    assertThatThrownBy(() -> plan(yaml).start().close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(place)
        .hasMessageContaining(what);
  }

  @Test
  void mailThatIsRefusedIsDeadAndSaysWhy() throws IOException, InterruptedException {
    try (ServerSocket mail = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(mail));
      Json delivery =
          delivered(
              "delivery: {a: {type: email, host: 127.0.0.1, port: "
                  + mail.getLocalPort()
                  + ", security: none, from: a@b.example, to: [x@y.example]}}");

      assertThat(delivery.at("status")).contains(Json.of("dead"));
      assertThat(delivery.at("last_error").flatMap(Json::text).orElseThrow())
          .contains("550 we do not know you");
    }
  }

  private static void refuse(ServerSocket mail) {
    try (Socket client = mail.accept();
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      say(client, "220 here");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(client, line.startsWith("MAIL") ? "550 we do not know you" : "250 fine");
      }
    } catch (IOException _) {
      // the client has hung up
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: email, host: 127.0.0.1, port: 1, security: none, from: a@b.example, to: [x@y.example]} | "127.0.0.1" cannot be used: it does not take connections
          {type: email, host: no.such.host.invalid, from: a@b.example, to: [x@y.example]} | "no.such.host.invalid" cannot be used: its name is not known
          {url: 'http://127.0.0.1:1/x', allow-private: true, secret: 0123456789abcdef}    | 127.0.0.1
          {url: 'https://no.such.host.invalid/x', secret: 0123456789abcdef}               | no.such.host.invalid
          {type: telegram, token: 't:1', chat: c, base-url: 'http://127.0.0.1:1'}         | "127.0.0.1": it does not take connections
          {type: slack, url: 'http://127.0.0.1:1/hook'}                                   | "127.0.0.1": it does not take connections
          """)
  void placeThatCannotBeReachedIsTriedAgainAndSaysWhy(String place, String why)
      throws IOException, InterruptedException {
    Json delivery = delivered("delivery: { a: " + place + " }");

    assertThat(delivery.at("status")).contains(Json.of("pending"));
    assertThat(delivery.at("attempts")).contains(Json.of(1));
    assertThat(delivery.at("next_attempt_at")).isPresent();
    assertThat(delivery.at("last_error").flatMap(Json::text).orElseThrow()).contains(why);
  }

  private Json delivered(String yaml) throws IOException, InterruptedException {
    try (Gateway gateway = plan(yaml).start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");
      visitor.post("/api/runs", "{\"input\": \"hello\", \"delivery\": [\"a\"], \"wait\": 20}");
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();
      return visitor
          .look("/api/deliveries")
          .at("items")
          .flatMap(Json::asArray)
          .orElseThrow()
          .items()
          .getFirst();
    }
  }
}
