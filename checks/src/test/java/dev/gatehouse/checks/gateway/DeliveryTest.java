package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results and states of runs on their way to places outside, through the whole gateway.
class DeliveryTest {

  private static final String SECRET = "a-secret-of-a-webhook-0123456789";

  @TempDir private Path folder;

  private GatewayPlan plan(String yaml) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "gatehouse.yaml", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0);
  }

  private static String hook(Doorstep door) {
    return """
    agents: { echo: { prompt: You repeat., model: demo/echo } }
    server: { callbacks: { secret: "%2$s", private-hosts: [127.0.0.1] } }
    delivery:
      ops: { type: webhook, url: "%1$s", secret: "%2$s", allow-private: true, template: "{{ agent }} says {{ text }}" }
    """
        .formatted(door.at("/ops"), SECRET);
  }

  private static HttpResponse<String> run(Gateway gateway, String extra) throws Exception {
    return new Visitor(gateway)
        .keyed("k")
        .post("/api/runs", "{\"input\":\"good morning\",\"wait\":20" + extra + "}");
  }

  @Test
  void aResultIsPostedSignedAndInTheWordsOfTheTemplate() throws Exception {
    try (var door = new Doorstep();
        Gateway gateway = plan(hook(door)).start()) {
      HttpResponse<String> answer = run(gateway, ",\"delivery\":[\"ops\"]");

      Doorstep.Visit visit = door.next();

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(visit.type()).isEqualTo("run.completed");
      assertThat(text(visit.json(), "data", "text"))
          .startsWith("echo says ")
          .contains("good morning");
      assertThat(text(visit.json(), "data", "run", "run_id"))
          .isEqualTo(text(Json.parse(answer.body()), "run_id"));
      assertThat(visit.signature()).isEqualTo(signature(visit));
      assertThat(visit.id())
          .startsWith("dlv_")
          .isEqualTo(text(visit.json(), "data", "delivery_id"));
    }
  }

  @Test
  void theStatesOfARunArePostedToItsCallbackUrl() throws Exception {
    try (var door = new Doorstep();
        Gateway gateway = plan(hook(door)).start()) {
      HttpResponse<String> answer = run(gateway, ",\"callback_url\":\"" + door.at("/mine") + "\"");

      List<Doorstep.Visit> visits = door.until("run.completed");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(visits)
          .extracting(Doorstep.Visit::type)
          .containsExactly("run.queued", "run.started", "run.completed");
      assertThat(visits).extracting(Doorstep.Visit::id).doesNotHaveDuplicates();
      assertThat(visits).allMatch(visit -> visit.signature().equals(signature(visit)));
    }
  }

  @Test
  void whatIsRefusedIsDeadForAllToSeeUntilAnOperatorRetriesIt() throws Exception {
    try (var door = new Doorstep().answering(new Doorstep.Answer(404, ""));
        Gateway gateway = plan(hook(door)).start()) {
      var _ = run(gateway, ",\"delivery\":[\"ops\"]");
      String id = door.next().id();
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();
      Visitor operator = new Visitor(gateway).keyed("k");

      Json dead = operator.look("/api/deliveries?status=dead");
      HttpResponse<String> retried = operator.post("/api/deliveries/" + id + "/retry", "{}");

      assertThat(text(first(dead), "delivery_id")).isEqualTo(id);
      assertThat(text(first(dead), "last_error")).contains("404");
      assertThat(retried.statusCode()).isEqualTo(200);
      assertThat(door.next().id()).isEqualTo(id);
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();
      assertThat(text(first(operator.look("/api/deliveries?status=delivered")), "delivery_id"))
          .isEqualTo(id);
      assertThat(operator.delete("/api/deliveries/" + id).statusCode()).isEqualTo(409);
    }
  }

  @Test
  void aDeliveryThatWaitsIsMadeByTheNextProcessUnderTheSameId() throws Exception {
    try (var door = new Doorstep().answering(new Doorstep.Answer(503, "1"))) {
      String id;
      try (Gateway gateway = plan(hook(door)).start()) {
        var _ = run(gateway, ",\"delivery\":[\"ops\"]");
        id = door.next().id();
      }

      try (Gateway next = plan(hook(door)).start()) {
        assertThat(next.deliveries()).containsExactly("ops");
        assertThat(door.next().id()).isEqualTo(id);
      }
    }
  }

  @Test
  void aProgramTakesResultsAndIsAskedAgainWhenItFails() throws Exception {
    BlockingQueue<Letter> taken = new LinkedBlockingQueue<>();
    GatewayPlan plan = plan("agents: { echo: { prompt: You repeat., model: demo/echo } }");
    try (Gateway gateway = plan.delivery("mine", taken::add).start()) {
      var _ = run(gateway, ",\"delivery\":[\"mine\"]");

      Letter letter = taken.poll(120, TimeUnit.SECONDS);

      assertThat(letter).isNotNull();
      assertThat(letter.event()).isEqualTo("run.completed");
      assertThat(letter.text()).contains("good morning");
    }
  }

  @Test
  void aFileHoldsTheResult() throws Exception {
    Path out = folder.resolve("out");
    String yaml =
        """
        agents: { echo: { prompt: You repeat., model: demo/echo } }
        delivery: { notes: { type: file, dir: "%s", name: "../{{ agent }}.md" } }
        """
            .formatted(out);
    try (Gateway gateway = plan(yaml).start()) {
      var _ = run(gateway, ",\"delivery\":[\"notes\"]");
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();
    }

    assertThat(Files.readString(out.resolve("__echo.md"))).contains("good morning");
    assertThat(folder.resolve("echo.md")).doesNotExist();
  }

  @Test
  void aRequestCanNameOnlyWhatThereIsAndWhatItMay() throws Exception {
    try (var door = new Doorstep();
        Gateway gateway = plan(hook(door)).start()) {
      HttpResponse<String> unknown = run(gateway, ",\"delivery\":[\"opps\"]");
      HttpResponse<String> inside = run(gateway, ",\"callback_url\":\"http://10.0.0.1/hook\"");
      HttpResponse<String> plain = run(gateway, ",\"callback_url\":\"http://example.com/hook\"");
      HttpResponse<String> none = run(gateway, ",\"callback_url\":\"file:///etc/passwd\"");

      assertThat(unknown.statusCode()).isEqualTo(422);
      assertThat(unknown.body()).contains("did you mean \\\"ops\\\"?");
      assertThat(inside.statusCode()).isEqualTo(422);
      assertThat(inside.body()).contains("private host");
      assertThat(plain.statusCode()).isEqualTo(422);
      assertThat(none.statusCode()).isEqualTo(422);
      assertThat(door.unseen()).isZero();
    }
  }

  private static Json first(Json page) {
    return page.at("items").flatMap(Json::asArray).orElseThrow().items().getFirst();
  }

  private static String text(Json json, String... path) {
    return json.path(path).flatMap(Json::text).orElse("");
  }

  private static String signature(Doorstep.Visit visit) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = visit.id() + "." + visit.time() + "." + visit.body();
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
