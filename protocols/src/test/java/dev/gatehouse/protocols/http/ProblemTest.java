package dev.gatehouse.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

  @Test
  void bodyHasTheDocumentedMembers() {
    assertThat(new String(Problem.busy("run_7").bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"The session is busy\",\"status\":409,"
                + "\"detail\":\"run \\\"run_7\\\" is active; wait, cancel it, or send when_busy\","
                + "\"error\":\"busy\",\"run_id\":\"run_7\"}");
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeHasAStatusAndATitle(ProblemCode code) {
    var json = Problem.of(code, "what to do").json();

    assertThat(json.at("status")).contains(Json.of(code.status()));
    assertThat(code.status()).isBetween(400, 504);
    assertThat(code.title()).isNotBlank();
    assertThat(code.wire()).matches("[a-z_]+");
    assertThat(new ProblemException(Problem.of(code, "x")).code().code()).isEqualTo(code.wire());
  }

  @Test
  void unauthorizedIsAlwaysTheSame() {
    assertThat(Problem.unauthorized().bytes()).isEqualTo(Problem.unauthorized().bytes());
  }

  @Test
  void errorsOfABodyAreListed() {
    var problem =
        Problem.invalidBody(List.of(new Violation("/a", "is required"), new Violation("", "x")));

    assertThat(problem.detail()).isEqualTo("the body has 2 errors: /a is required");
    assertThat(problem.json().at("errors"))
        .contains(
            Json.parse(
                "[{\"pointer\":\"/a\",\"message\":\"is"
                    + " required\"},{\"pointer\":\"\",\"message\":\"x\"}]"));
  }

  @Test
  void nearestNameIsOffered() {
    assertThat(Problem.unknownModel("claude-sonet", List.of("claude-sonnet", "gpt")).detail())
        .contains("did you mean \"claude-sonnet\"?");
    assertThat(Problem.unknownParameter("zzzzzz", List.of("limit")).detail())
        .contains("known are limit");
    assertThat(Problem.unknownModel("x".repeat(5_000), List.of("a")).detail()).hasSizeLessThan(400);
  }

  @Test
  void passingProblemsSayWhenToComeBack() {
    assertThat(Problem.of(ProblemCode.RATE_LIMITED, "x").retryAfterHeader()).contains("1");
    assertThat(
            Problem.of(ProblemCode.STORE_UNAVAILABLE, "x")
                .withRetryAfter(Duration.ofMillis(2_100))
                .retryAfterHeader())
        .contains("3");
    assertThat(Problem.of(ProblemCode.NOT_FOUND, "x").retryAfterHeader()).isEmpty();
  }
}
