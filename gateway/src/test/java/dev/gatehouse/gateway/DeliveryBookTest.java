package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.delivery.Delivery.Address;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.protocols.http.CallerRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryBookTest {

  @TempDir private Path folder;

  private DeliveryBook book(String yaml) {
    var config = ConfigFile.parse(yaml, "gatehouse.yaml", Environment.of(_ -> null));
    GatewayPlan plan = new GatewayPlan().config(config).data(folder);
    Redaction redaction = Redaction.of(config, Environment.of(_ -> null));
    return DeliveryBook.of(plan, InstantSource.system(), redaction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: {url: 'https://10.0.0.1/x', secret: 0123456789abcdef}}   | delivery.a | allow-private
          {a: {url: 'http://example.com/x', secret: 0123456789abcdef}} | delivery.a | https://
          {a: {url: 'https://example.com/x', secret: short}}           | delivery.a | at least 16 bytes
          {a: {type: slack, token: t}}                                 | delivery.a | token and channel
          {a: {type: slack, url: 'https://x.example/y', token: t}}     | delivery.a | token and channel
          {a: {type: email, host: h, from: nobody, to: [x@y.example]}} | delivery.a | "nobody" is no e-mail address
          {a: {type: file, dir: /proc/nothing}}                        | delivery.a | /proc
          {a: {type: file, dir: target/out, name: '{{ agent'}}         | delivery.a.name | character 1: expected a closing }}
          {a: {type: telegram, token: t, chat: c, template: '{{ agent b }}'}} | delivery.a.template | character 10: expected a step of the path or its end, not b
          {a: {type: telegram, token: t, chat: c, template: '{{ agnet }}'}} | delivery.a.template | did you mean "agent"?
          {a: {type: telegram, token: t, chat: c, template: '{{ }}'}}  | delivery.a.template | character 4: expected a path
          {a: {type: telegram, token: t, chat: c, template: '{{ text[[[[ }}'}} | delivery.a.template | expected
          {a: {type: telegram, token: t, chat: c, template: '{{ constructor.constructor }}'}} | delivery.a.template | "constructor" is nothing a run has
          {a: {type: email, host: h, from: a@b.example, to: [x@y.example], subject: '{{ txt }}'}} | delivery.a.subject | did you mean "text"?
          """)
  void aPlaceThatCannotBeUsedIsSaidAtTheStart(String places, String path, String message) {
    assertThatThrownBy(() -> book("delivery: " + places))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(path)
        .hasMessageContaining(message);
  }

  @Test
  void aWeakSecretForCallbacksIsSaidAtTheStart() {
    assertThatThrownBy(() -> book("server: { callbacks: { secret: weak } }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("server.callbacks.secret");
  }

  @Test
  void aSecretForCallbacksIsMadeOnceAndKeptForItsOwnerAlone() throws Exception {
    try (var _ = book("{}")) {
      String first = Files.readString(folder.resolve("callback.key"));
      try (var _ = book("{}")) {
        assertThat(Files.readString(folder.resolve("callback.key"))).isEqualTo(first);
      }
    }
  }

  @Test
  void aKeyMayNameWhatItsRoleCovers() {
    try (var book =
        book(
            "delivery: {open: {type: file, dir: '%s', role: user}, ops: {type: file, dir: '%s'}}"
                .formatted(folder.resolve("a"), folder.resolve("b")))) {
      assertThat(book.names(CallerRole.USER)).containsExactly("open");
      assertThat(book.names(CallerRole.OPERATOR)).containsExactly("open", "ops");
      assertThat(book.find(new Address.Named("gone"))).isEmpty();
      assertThat(book.find(new Address.Named("ops"))).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://example.com/x        | may
          http://hooks.internal:90/x   | may
          http://example.com/x         | https://
          https://127.0.0.1/x          | private host
          https://[::1]/x              | private host
          https://[::ffff:10.0.0.1]/x  | private host
          http://localhost/x           | private host
          https://metadata/x           | private host
          https://me:pw@example.com/x  | without a user
          gopher://example.com/x       | http or https
          not a url                    | http or https
          """)
  void aCallbackGoesToTheOpenInternetOrWhereTheConfigurationSays(String url, String verdict) {
    try (var book = book("server: { callbacks: { private-hosts: [hooks.internal] } }")) {
      assertThat(book.refusal(url).orElse("may")).contains(verdict);
    }
  }

  @Test
  void templateTooLongIsRefused() {
    assertThatThrownBy(() ->
            book(
                "delivery: {a: {type: file, dir: target/out, template: '"
                    + "x".repeat(70_000)
                    + "'}}"))
        .hasMessageContaining("delivery.a.template")
        .hasMessageContaining("65536 characters");
  }

  @Test
  void templateStandsForFieldsOfTheRun() {
    Json run =
        Json.parse("{\"agent\":\"analyst\",\"usage\":{\"input_tokens\":7},\"output\":{\"a\":[1]}}");
    Letter letter = new Letter("dlv_1", "run.completed", Instant.EPOCH, "{{ agent }}", run);

    String text =
        LetterTemplate.parse(
                "{{agent}}: {{ text }} ({{ usage.input_tokens }}, {{ output.a[0] }}{{ error.code"
                    + " }}, {{ model | default: \"none\" }}, {{ text | json }})")
            .text(letter);

    assertThat(text).isEqualTo("analyst: {{ agent }} (7, 1, none, \"{{ agent }}\")");
  }
}
