package dev.gatehouse.adapters.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.EgressRequest;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.DeliveryChannel;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Telegram, Slack and webhooks against a service on loopback: what is sent, and what becomes of
/// every kind of answer.
class PostedChannelsTest {

  private static final String TOKEN = "123:canary-token";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final Egress egress = Egress.open();

  @AfterEach
  void close() {
    egress.close();
  }

  /// The channels, each with what its service says when it took a message.
  enum Kind {
    TELEGRAM("{\"ok\":true}"),
    SLACK_HOOK("ok"),
    SLACK_BOT("{\"ok\":true}"),
    WEBHOOK("");

    private final String thanks;

    Kind(String thanks) {
      this.thanks = thanks;
    }

    DeliveryChannel to(String url, Egress egress) {
      return switch (this) {
        case TELEGRAM -> new TelegramChannel(url, TOKEN, "42", egress);
        case SLACK_HOOK -> SlackChannel.byWebhook(url + "/services/" + TOKEN, egress);
        case SLACK_BOT -> SlackChannel.byToken(url + "/api/", TOKEN, "#ops", egress);
        case WEBHOOK ->
            new WebhookChannel(
                url + "/hook?t=" + TOKEN,
                Reach.PRIVATE,
                WebhookSignature.by(SECRET),
                InstantSource.fixed(Letters.NOW),
                egress);
      };
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  private List<Receipt> send(Kind kind, PostOffice office, String text) {
    return Letters.send(kind.to(office.url(), egress), Letters.saying(text));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsTakenIsDelivered(Kind kind) throws IOException {
    try (var office = PostOffice.saying(200, kind.thanks)) {
      assertThat(send(kind, office, "hello")).containsExactly(new Receipt.Delivered());
      assertThat(office.taken())
          .singleElement()
          .extracting(PostOffice.Taken::body)
          .asString()
          .contains("hello");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFaultOfTheServiceIsTriedLater(Kind kind) throws IOException {
    for (int status : List.of(408, 425, 429, 500, 502, 503, 504)) {
      try (var office = PostOffice.saying(status, "Retry-After", "7", "busy " + TOKEN)) {
        assertThat(send(kind, office, "hello").getFirst())
            .isInstanceOfSatisfying(
                Receipt.Later.class,
                later -> {
                  assertThat(later.why()).contains(Integer.toString(status));
                  assertThat(later.after()).isEqualTo(Duration.ofSeconds(7));
                });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFaultOfOursIsRefused(Kind kind) throws IOException {
    for (int status : List.of(400, 401, 403, 404, 410, 422)) {
      try (var office = PostOffice.saying(status, "no")) {
        assertThat(send(kind, office, "hello"))
            .containsExactly(new Receipt.Refused("the service answered " + status + ": no"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRedirectIsNotFollowed(Kind kind) throws IOException {
    try (var office = PostOffice.saying(307, "Location", "http://127.0.0.1:1/", "")) {
      assertThat(send(kind, office, "hello").getFirst()).isInstanceOf(Receipt.Refused.class);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aServiceThatIsNotThereIsTriedLaterAndNamedWithoutSecrets(Kind kind) throws IOException {
    String gone;
    try (var office = PostOffice.saying(200, "")) {
      gone = office.url();
    }

    Receipt receipt = Letters.send(kind.to(gone, egress), Letters.saying("hello")).getFirst();

    assertThat(receipt)
        .isEqualTo(Receipt.Later.of("no answer from \"127.0.0.1\": it does not take connections"));
    assertThat(kind.to(gone, egress).toString()).doesNotContain("canary");
  }

  @Test
  void aServiceThatNeverAnswersIsTriedLater() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var request =
          new EgressRequest(
              "POST",
              "http://127.0.0.1:" + silent.getLocalPort() + "/",
              Reach.PRIVATE,
              Map.of(),
              Optional.of("{}"),
              Duration.ofMillis(200),
              1_000);

      assertThat(PostedJson.to(egress, request))
          .isInstanceOfSatisfying(
              PostedJson.Posted.Failed.class,
              failed ->
                  assertThat(failed.receipt())
                      .isInstanceOfSatisfying(
                          Receipt.Later.class,
                          later -> assertThat(later.why()).contains("took too long")));
    }
  }

  @Test
  void telegramGetsPiecesOfAtMost4096UnitsAndNoHalfCharacters() throws IOException {
    try (var office = PostOffice.saying(200, "{\"ok\":true}")) {
      send(Kind.TELEGRAM, office, "🐝".repeat(5_000));

      List<String> texts =
          office.taken().stream()
              .map(it -> it.json().at("text").flatMap(Json::text).orElseThrow())
              .toList();

      assertThat(texts).allMatch(text -> text.length() <= 4_096);
      assertThat(String.join("", texts)).isEqualTo("🐝".repeat(5_000));
      assertThat(office.taken().getFirst().path()).isEqualTo("/bot" + TOKEN + "/sendMessage");
      assertThat(office.taken().getFirst().json().at("chat_id").flatMap(Json::text)).hasValue("42");
    }
  }

  @Test
  void telegramSaysInTheBodyHowLongToWait() throws IOException {
    String answer = "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":31}}";
    try (var office = PostOffice.saying(429, answer)) {
      assertThat(send(Kind.TELEGRAM, office, "hello").getFirst())
          .isInstanceOfSatisfying(
              Receipt.Later.class,
              later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(31)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"ok\":false}", "[]"})
  void anAnswerThatDoesNotComeFromTelegramIsNoDelivery(String answer) throws IOException {
    try (var office = PostOffice.saying(200, answer)) {
      assertThat(send(Kind.TELEGRAM, office, "hello").getFirst()).isInstanceOf(Receipt.Later.class);
    }
  }

  @Test
  void slackGetsItsThreeMarksEscapedAndTheBotsToken() throws IOException {
    try (var office = PostOffice.saying(200, "{\"ok\":true}")) {
      send(Kind.SLACK_BOT, office, "a < b && c > d");

      PostOffice.Taken taken = office.taken().getFirst();
      assertThat(taken.path()).isEqualTo("/api/chat.postMessage");
      assertThat(taken.header("Authorization")).isEqualTo("Bearer " + TOKEN);
      assertThat(taken.json().at("channel").flatMap(Json::text)).hasValue("#ops");
      assertThat(taken.json().at("text").flatMap(Json::text))
          .hasValue("a &lt; b &amp;&amp; c &gt; d");
      assertThat(taken.body()).contains("dlv_1");
    }
  }

  @Test
  void slackSaysWithStatus200ThatItRefusedOrIsBusy() throws IOException {
    try (var office = PostOffice.saying(200, "{\"ok\":false,\"error\":\"channel_not_found\"}")) {
      assertThat(send(Kind.SLACK_BOT, office, "hello"))
          .containsExactly(new Receipt.Refused("Slack says channel_not_found"));
    }
    try (var office = PostOffice.saying(200, "{\"ok\":false,\"error\":\"ratelimited\"}")) {
      assertThat(send(Kind.SLACK_BOT, office, "hello"))
          .containsExactly(Receipt.Later.of("Slack says ratelimited"));
    }
  }

  @Test
  void slackGetsPiecesOfAtMost4000Characters() throws IOException {
    try (var office = PostOffice.saying(200, "ok")) {
      assertThat(send(Kind.SLACK_HOOK, office, "word ".repeat(2_000))).hasSize(3);
    }
  }

  @Test
  void aWebhookIsSignedOverIdTimeAndBody() throws IOException {
    try (var office = PostOffice.saying(204, "")) {
      send(Kind.WEBHOOK, office, "hello");

      PostOffice.Taken taken = office.taken().getFirst();
      assertThat(taken.header("Webhook-id")).isEqualTo("dlv_1");
      assertThat(taken.header("Webhook-timestamp")).isEqualTo("1777878000");
      assertThat(taken.header("Webhook-signature"))
          .isEqualTo("v1,65OGJBipdsse2qT5Efu6AOG425aaR3rI6/goUJ3uOus=");
      assertThat(taken.body())
          .isEqualTo(
              "{\"type\":\"run.completed\",\"timestamp\":\"2026-05-04T07:00:00Z\",\"data\":"
                  + "{\"delivery_id\":\"dlv_1\",\"text\":\"hello\",\"run\":"
                  + "{\"run_id\":\"run_1\",\"agent\":\"analyst\"}}}");
    }
  }

  @Test
  void aWebhookForTheOpenInternetNeverReachesAPrivateAddress() throws IOException {
    try (var office = PostOffice.saying(200, "")) {
      for (String url :
          List.of(office.url(), office.url().replace("http:", "https:"), "https://localhost/")) {
        var channel =
            new WebhookChannel(
                url,
                Reach.PUBLIC,
                WebhookSignature.by(SECRET),
                InstantSource.fixed(Letters.NOW),
                egress);

        assertThat(Letters.send(channel, Letters.saying("hello")).getFirst())
            .isInstanceOf(Receipt.Refused.class);
      }
      assertThat(office.taken()).isEmpty();
    }
  }
}
