package dev.gatehouse.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.anthropic.AnthropicModel;
import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ErrorStatusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "301|moved|elsewhere|PROTOCOL|false",
        "400|invalid_request_error|messages: must not be empty|BAD_REQUEST|false",
        "400|invalid_request_error|prompt is too long: 210000 tokens > 200000"
            + " maximum|CONTEXT_TOO_LONG|false",
        "400|context_length_exceeded|This model's maximum context length is"
            + " 8192|CONTEXT_TOO_LONG|false",
        "400|invalid_request_error|Your credit balance is too low|BILLING|false",
        "401|authentication_error|invalid x-api-key|AUTH|false",
        "402|billing_error|pay first|BILLING|false",
        "403|permission_error|not yours|AUTH|false",
        "404|not_found_error|model: claude-none|NOT_FOUND|false",
        "408|timeout_error|too slow|TIMEOUT|true",
        "409|conflict_error|again|SERVER_ERROR|true",
        "413|request_too_large|Request exceeds the maximum size|BAD_REQUEST|false",
        "413|request_too_large|input is too long for the context window|CONTEXT_TOO_LONG|false",
        "422|invalid_request_error|no such field|BAD_REQUEST|false",
        "429|rate_limit_error|slow down|RATE_LIMITED|true",
        "429|insufficient_quota|You exceeded your current quota|BILLING|false",
        "500|api_error|oops|SERVER_ERROR|true",
        "502|bad_gateway|oops|SERVER_ERROR|true",
        "503|server_error|oops|SERVER_ERROR|true",
        "503|overloaded_error|busy|OVERLOADED|true",
        "504|timeout|oops|SERVER_ERROR|true",
        "529|overloaded_error|Overloaded|OVERLOADED|true",
      })
  void statusBecomesTheRightFailure(
      int status, String type, String message, Failure.Code code, boolean retryable) {
    for (var dialect : ProviderDialect.values()) {
      var failure = refused(dialect, ProviderScript.status(status, type, message));

      assertThat(failure.code()).as("%s: %s", dialect, failure.message()).isEqualTo(code);
      assertThat(failure.retryable()).isEqualTo(retryable);
      assertThat(failure.message()).contains(message).contains(String.valueOf(status));
      assertThat(failure.subCode()).hasValue(type);
    }
  }

  @Test
  void waitInSecondsIsKept() {
    assertThat(waitAfter("7")).hasValue(Duration.ofSeconds(7));
  }

  @Test
  void absurdWaitIsKept() {
    assertThat(waitAfter("1000000000")).hasValue(Duration.ofSeconds(1_000_000_000));
  }

  @Test
  void waitUntilADateIsMeasuredByTheProvidersOwnClock() {
    var headers =
        Map.of(
            "Retry-After",
            "Sat, 21 Nov 2020 00:01:30 GMT",
            "Date",
            "Sat, 21 Nov 2020 00:00:00 GMT");

    var failure =
        refused(
            ProviderDialect.CHAT, ProviderScript.status(429, "rate_limit_error", "later", headers));

    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(90));
  }

  @Test
  void waitThatIsNoneIsIgnored() {
    assertThat(waitAfter("soon")).isEmpty();
    assertThat(waitAfter("-5")).isEmpty();
  }

  @Test
  void providerThatForbidsRetryIsObeyed() {
    var headers = Map.of("x-should-retry", "false");

    var failure =
        refused(ProviderDialect.ANTHROPIC, ProviderScript.status(500, "api_error", "no", headers));

    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void credentialIsNeverQuoted() {
    var echo = "Incorrect API key provided: " + TestedModels.SECRET + ". Find yours";

    var failure =
        refused(ProviderDialect.RESPONSES, ProviderScript.status(401, "invalid_api_key", echo));

    assertThat(failure.message()).doesNotContain(TestedModels.SECRET).contains("Incorrect API key");
  }

  @Test
  void longErrorIsCut() {
    var failure =
        refused(
            ProviderDialect.CHAT,
            ProviderScript.status(400, "invalid_request_error", "x".repeat(9_000)));

    assertThat(failure.message().length()).isLessThan(700);
  }

  @Test
  void missingCredentialNamesTheVariable() {
    try (var upstream = Upstream.open()) {
      var anthropic = AnthropicModel.of(TestedModels.settings(ProviderDialect.ANTHROPIC), upstream);

      var outcome =
          anthropic.call(TestedModels.question(), ModelListener.SILENT, CancelSignal.NEVER);

      var failure = ((ModelOutcome.Failed) outcome).failure();
      assertThat(failure.code()).isEqualTo(Failure.Code.AUTH);
      assertThat(failure.message()).contains("ANTHROPIC_API_KEY").contains("anthropic");
    }
  }

  private static Optional<Duration> waitAfter(String value) {
    return refused(
            ProviderDialect.ANTHROPIC,
            ProviderScript.status(429, "rate_limit_error", "later", Map.of("Retry-After", value)))
        .retryAfter();
  }

  private static Failure refused(ProviderDialect dialect, ProviderScript script) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(script);
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      var outcome = model.call(TestedModels.question(), ModelListener.SILENT, CancelSignal.NEVER);
      return ((ModelOutcome.Failed) outcome).failure();
    }
  }
}
