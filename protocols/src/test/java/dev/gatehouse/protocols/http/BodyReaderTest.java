package dev.gatehouse.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

  enum WhenBusy {
    REJECT,
    STEER_NOW
  }

  @Test
  void soundBodyIsRead() {
    var body =
        body(
            """
            {"user_id": "ann", "turns": 3.0, "cost": 0.5, "flag": true, "when_busy": "steer_now",
             "context": {"channel": "web"}, "tags": ["a", "b"], "nothing": null, "unread": {}}
            """);

    assertThat(body.required("user_id").text(1, 10)).isEqualTo("ann");
    assertThat(body.required("turns").integer(1, 5)).isEqualTo(3);
    assertThat(body.required("cost").amount()).isEqualByComparingTo("0.5");
    assertThat(body.required("flag").truth()).isTrue();
    assertThat(body.required("when_busy").choice(WhenBusy.class)).isEqualTo(WhenBusy.STEER_NOW);
    assertThat(body.required("context").object().required("channel").text(1, 10)).isEqualTo("web");
    assertThat(body.required("tags").texts(5, 5)).containsExactly("a", "b");
    assertThat(body.optional("nothing")).isEmpty();
    assertThat(body.has("nothing")).isTrue();
    body.check();
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    var body =
        body(
            """
            {"user_id": 7, "turns": 9, "half": 1.5, "cost": -1, "flag": "yes", "when_busy": "later",
             "context": {"a/b": 1}, "tags": ["a", 2], "long": "abcdef", "empty": "", "list": {}}
            """);

    assertThat(body.required("missing").text(1, 9)).isEmpty();
    body.required("user_id").text(1, 9);
    body.required("turns").integer(1, 5);
    body.required("half").integer(1, 5);
    body.required("cost").amount();
    body.required("flag").truth();
    body.required("when_busy").choice(WhenBusy.class);
    body.required("context").object().required("a/b").text(1, 9);
    body.required("context").object().required("c~d").object().required("deeper").truth();
    body.required("tags").texts(5, 5);
    body.required("long").text(1, 5);
    body.required("empty").text(1, 5);
    body.required("list").items(0, 5);

    var errors = problem(body::check).json().at("errors").flatMap(Json::asArray).orElseThrow();
    assertThat(errors.items().stream().map(each -> each.at("pointer").flatMap(Json::text)))
        .containsExactly(
            Optional.of("/missing"),
            Optional.of("/user_id"),
            Optional.of("/turns"),
            Optional.of("/half"),
            Optional.of("/cost"),
            Optional.of("/flag"),
            Optional.of("/when_busy"),
            Optional.of("/context/a~1b"),
            Optional.of("/context/c~0d"),
            Optional.of("/context/c~0d/deeper"),
            Optional.of("/tags/1"),
            Optional.of("/long"),
            Optional.of("/empty"),
            Optional.of("/list"));
  }

  @Test
  void exactlyOneOfTwoMustBeThere() {
    for (var wrong : List.of("{}", "{\"result\": 1, \"error\": 2}", "{\"result\": null}")) {
      var body = body(wrong);
      body.exactlyOne("result", "error");
      assertThat(problem(body::check).code()).isEqualTo(ProblemCode.INVALID_BODY);
    }
    var body = body("{\"result\": 1, \"error\": null}");
    body.exactlyOne("result", "error");
    body.check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "nope", "{\"a\":1,\"a\":2}", "{} {}", "\u0000", "'a'"})
  void brokenJsonIsBadJson(String text) {
    assertThat(problem(() -> body(text)).code()).isEqualTo(ProblemCode.BAD_JSON);
  }

  @Test
  void tooDeepJsonIsBadJson() {
    assertThat(problem(() -> body("[".repeat(65) + "]".repeat(65))).code())
        .isEqualTo(ProblemCode.BAD_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"a\"", "null", "true"})
  void bodyThatIsNoObjectIsInvalid(String text) {
    assertThat(problem(() -> body(text)).code()).isEqualTo(ProblemCode.INVALID_BODY);
  }

  @Test
  void emptyBodyIsAnEmptyObject() {
    var body = BodyReader.parse(new byte[0]);

    assertThat(body.optional("reason")).isEmpty();
    body.check();
  }

  @Test
  void findingsAreBounded() {
    var body = body("{\"all\": [" + "1,".repeat(999) + "1]}");
    body.required("all").texts(1_000, 5);

    assertThat(
            problem(body::check).json().at("errors").flatMap(Json::asArray).orElseThrow().items())
        .hasSize(BodyReader.MAX_FINDINGS);
  }

  private static BodyReader body(String text) {
    return BodyReader.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problem(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(ProblemException.class, call), "no problem")
        .problem();
  }
}
