package dev.gatehouse.adapters.tools.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.testkit.SilentContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpToolTest {

  private final Egress egress = Egress.open();

  @AfterEach
  void close() {
    egress.close();
  }

  private HttpTool tool(String method, String url, String result) {
    HttpCall call = HttpCall.of(method, UrlTemplate.parse(url));
    ToolPolicy policy =
        ToolPolicy.STANDARD
            .withEffect(call.reads() ? Effect.READ : Effect.WRITE)
            .withTimeout(Duration.ofMinutes(1));
    return new HttpTool(
        new ToolSpec("order", "Orders", Json.obj("type", Json.of("object"))),
        policy,
        call,
        Map.of("X-Token", "canary-token"),
        ResultPath.parse(result),
        egress);
  }

  private static Json ok(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value();
  }

  private static Failure failed(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
    return ((ToolOutcome.Failed) outcome).failure();
  }

  @Test
  void argumentsGoToPathAndQueryAndThePartThatMattersComesBack() throws Exception {
    try (Shop shop = Shop.saying(200, "{\"data\":{\"items\":[{\"n\":1},{\"n\":2}]}}")) {
      var tool = tool("GET", shop.at("/orders/{id}?full={full}&lang=en"), "$.data.items[*].n");

      ToolOutcome outcome =
          tool.call(
              Json.parse("{\"id\":\"a/b ü\",\"q\":\"x&y=z\",\"full\":null}"),
              SilentContext.first());

      assertThat(ok(outcome)).hasToString("[1,2]");
      assertThat(shop.visits().getFirst().address())
          .isEqualTo("/orders/a%2Fb%20%C3%BC?lang=en&q=x%26y%3Dz");
      assertThat(shop.visits().getFirst().token()).isEqualTo("canary-token");
      assertThat(shop.visits().getFirst().key()).isEqualTo("null");
    }
  }

  @Test
  void aWriteCarriesItsArgumentsInTheBodyAndTheSameKeyEveryTime() throws Exception {
    try (Shop shop = Shop.saying(201, "{\"id\":7}")) {
      var tool = tool("POST", shop.at("/orders/{shop}"), "$");
      Json input = Json.parse("{\"shop\":\"s\",\"item\":\"tea\",\"count\":2}");

      tool.call(input, SilentContext.first());
      tool.call(input, SilentContext.first());

      assertThat(shop.visits().getFirst().body()).isEqualTo("{\"item\":\"tea\",\"count\":2}");
      assertThat(shop.visits().getFirst().key())
          .hasSize(32)
          .isEqualTo(shop.visits().getLast().key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", ""})
  void noArgumentLeavesItsPlaceInThePath(String id) throws Exception {
    try (Shop shop = Shop.saying(200, "{}")) {
      var tool = tool("GET", shop.at("/orders/{id}/lines"), "$");

      ToolOutcome outcome = tool.call(Json.obj("id", Json.of(id)), SilentContext.first());

      assertThat(failed(outcome).message()).contains("\"id\"");
      assertThat(shop.visits()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,503,true", "GET,404,false", "POST,503,false", "POST,429,true", "GET,500,true"})
  void onlyWhatMayBeCalledAgainIsRetryable(String method, int status, boolean again)
      throws Exception {
    try (Shop shop = Shop.saying(status, "{\"why\":\"so\"}")) {
      Failure failure =
          failed(
              tool(method, shop.at("/"), "$").call(Json.object().build(), SilentContext.first()));

      assertThat(failure.message()).contains(Integer.toString(status)).contains("so");
      assertThat(failure.retryable()).isEqualTo(again);
    }
  }

  @Test
  void aRedirectOfAPrivateServiceStaysOnItsHost() throws Exception {
    try (Shop other = Shop.saying(200, "{\"secret\":1}");
        Shop shop =
            new Shop(exchange -> {
              switch (exchange.getRequestURI().getPath()) {
                case "/near" -> Shop.send(exchange, 302, "/here");
                case "/far" -> Shop.send(exchange, 302, other.at("/"));
                case "/loop" -> Shop.send(exchange, 302, "/loop");
                default -> Shop.say(exchange, 200, "{\"here\":true}");
              }
            })) {
      var context = SilentContext.first();

      assertThat(ok(tool("GET", shop.at("/near"), "$.here").call(Json.object().build(), context)))
          .isEqualTo(Json.of(true));
      assertThat(failed(tool("GET", shop.at("/far"), "$").call(Json.object().build(), context)))
          .extracting(Failure::message)
          .isEqualTo("the private service redirects to another host");
      assertThat(failed(tool("GET", shop.at("/loop"), "$").call(Json.object().build(), context)))
          .extracting(Failure::message)
          .isEqualTo("the service redirects more than 3 times");
      assertThat(other.visits()).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsTooLargeOrTooSlowIsRefused() throws Exception {
    var never = new CountDownLatch(1);
    try (Shop shop =
        new Shop(exchange -> {
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            await(never);
          } else {
            Shop.say(exchange, 200, "\"" + "x".repeat(9 << 20) + "\"");
          }
        })) {
      var large = tool("GET", shop.at("/large"), "$");
      HttpTool slow =
          new HttpTool(
              large.spec(),
              large.policy().withTimeout(Duration.ofMillis(200)),
              HttpCall.of("GET", UrlTemplate.parse(shop.at("/slow"))),
              Map.of(),
              ResultPath.WHOLE,
              egress);

      assertThat(failed(large.call(Json.object().build(), SilentContext.first())).message())
          .contains("more than");
      assertThatThrownBy(() -> slow.call(Json.object().build(), SilentContext.first()))
          .hasMessageContaining("took too long");
      never.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/b",
        "http://{host}/",
        "https://user:pw@example.com/",
        "https:///x",
        "/orders",
        "https://a{x}.com/"
      })
  void aTemplateMustNameItsHost(String url) {
    assertThatThrownBy(() -> UrlTemplate.parse(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$ | {\"a\":[{\"b\":1},{\"b\":2}]}",
        "$.a[0].b | 1",
        "$.a[*].b | [1,2]",
        "$['a'][1] | {\"b\":2}",
        "$.* | [[{\"b\":1},{\"b\":2}]]"
      })
  void aResultPathChoosesAPart(String path, String part) {
    Json whole = Json.parse("{\"a\":[{\"b\":1},{\"b\":2}]}");

    assertThat(ResultPath.parse(path).of(whole)).contains(Json.parse(part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "$a", "$..a", "$[?(@.x)]", "$.a["})
  void anotherKindOfPathIsRefused(String path) {
    assertThatThrownBy(() -> ResultPath.parse(path)).hasMessageContaining("JSONPath");
  }
}
