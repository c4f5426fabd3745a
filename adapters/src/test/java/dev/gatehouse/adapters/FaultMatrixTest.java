package dev.gatehouse.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class FaultMatrixTest {

  /// For faults whose mark is silence alone: whoever sounds can be slower than this on a busy
  /// machine.
  private static final Patience SHORT = Patience.STANDARD.withStall(Duration.ofMillis(300));

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyFaultInEveryDialect")
  void faultBecomesTheRightFailure(ProviderDialect dialect, ProviderFault fault) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(ProviderScript.fault(fault, answer()));
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, patience(fault));

      var outcome =
          model.call(TestedModels.questionWithTool(), ModelListener.SILENT, CancelSignal.NEVER);

      assertOutcome(outcome, fault);
      assertThat(upstream.calls()).isZero();
      // A call that is given up early may be given up before the other side has noted it.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(provider.calls()).hasSize(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAfterEveryFaultStillArrive(ProviderDialect dialect) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      var url = provider.baseUrl(dialect);
      var model = TestedModels.of(dialect, url, upstream, Patience.STANDARD);
      for (var fault : ProviderFault.values()) {
        provider.then(ProviderScript.fault(fault, answer())).then(ProviderScript.answer(answer()));

        TestedModels.of(dialect, url, upstream, patience(fault))
            .call(TestedModels.questionWithTool(), ModelListener.SILENT, CancelSignal.NEVER);
        var next =
            model.call(TestedModels.questionWithTool(), ModelListener.SILENT, CancelSignal.NEVER);

        assertThat(next).as("after %s", fault).isInstanceOf(ModelOutcome.Replied.class);
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> upstream.connections() <= 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOpenAfterFaultsAndClose(ProviderDialect dialect) throws InterruptedException {
    try (var provider = ScriptedProvider.start()) {
      try (var upstream = Upstream.open()) {
        var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, SHORT);
        for (var fault : ProviderFault.values()) {
          provider.then(ProviderScript.fault(fault, answer()));
          model.call(TestedModels.questionWithTool(), ModelListener.SILENT, CancelSignal.NEVER);
        }
      }

      assertThat(provider.awaitNoConnection(Duration.ofMinutes(1))).isTrue();
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThat(Thread.getAllStackTraces().keySet())
                  .extracting(Thread::getName)
                  .doesNotContain("gatehouse-upstream-watchdog"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedPortIsAConnectionFailure(ProviderDialect dialect) {
    URI gone;
    try (var provider = ScriptedProvider.start()) {
      gone = provider.baseUrl(dialect);
    }

    assertThat(failure(dialect, gone).code()).isEqualTo(Failure.Code.CONNECTION);
  }

  @ParameterizedTest
  @EnumSource
  void unknownHostIsAConnectionFailure(ProviderDialect dialect) {
    assertThat(failure(dialect, URI.create("http://gatehouse.invalid/v1")).code())
        .isEqualTo(Failure.Code.CONNECTION);
  }

  @ParameterizedTest
  @EnumSource
  void plainTextBehindTlsIsAConnectionFailure(ProviderDialect dialect) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainText(server));

      var failure = failure(dialect, URI.create("https://127.0.0.1:" + server.getLocalPort()));

      assertThat(failure.code()).as(failure.message()).isEqualTo(Failure.Code.CONNECTION);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endlessAnswerEndsWithTheWholeCall(ProviderDialect dialect) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      String[] pieces = Stream.generate(() -> "on and on ").limit(1_000).toArray(String[]::new);
      provider.then(ProviderScript.paced(ScriptedAnswer.text(pieces), Duration.ofMillis(20)));
      var patience = Patience.STANDARD.withWhole(Duration.ofMillis(300));
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, patience);

      var outcome = model.call(TestedModels.question(), ModelListener.SILENT, CancelSignal.NEVER);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              ModelOutcome.Failed.class,
              failed -> assertThat(failed.failure().code()).isEqualTo(Failure.Code.TIMEOUT));
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (var socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Failure failure(ProviderDialect dialect, URI baseUrl) {
    try (var upstream = Upstream.open()) {
      var model = TestedModels.of(dialect, baseUrl, upstream, Patience.STANDARD);
      var outcome = model.call(TestedModels.question(), ModelListener.SILENT, CancelSignal.NEVER);
      return ((ModelOutcome.Failed) outcome).failure();
    }
  }

  private static Patience patience(ProviderFault fault) {
    boolean silence =
        fault != ProviderFault.DOUBLED_MARKS && expected(fault) == Failure.Code.STALLED;
    return silence ? SHORT : Patience.STANDARD;
  }

  private static void assertOutcome(ModelOutcome outcome, ProviderFault fault) {
    if (fault == ProviderFault.DOUBLED_MARKS) {
      assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
      return;
    }
    assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);
    var failure = ((ModelOutcome.Failed) outcome).failure();
    assertThat(failure.code()).as(failure.message()).isEqualTo(expected(fault));
    assertThat(failure.retryable()).isEqualTo(expected(fault) != Failure.Code.BILLING);
    assertThat(failure.message()).contains("provider \"");
  }

  private static Failure.Code expected(ProviderFault fault) {
    return switch (fault) {
      case RESET_BEFORE_ANSWER, CLOSED_BEFORE_ANSWER -> Failure.Code.CONNECTION;
      case RESET_AFTER_HEADERS,
          RESET_WITHIN_EVENT,
          RESET_WITHIN_LETTER,
          RESET_WITHIN_ARGUMENTS,
          CLOSED_AMID_STREAM,
          NO_TERMINATOR,
          EMPTY_STREAM,
          NOISE ->
          Failure.Code.STREAM_CUT;
      case NOT_HTTP, GARBAGE_EVENT, WRONG_CONTENT_TYPE, HTML_PAGE, GIANT_LINE, OUT_OF_ORDER ->
          Failure.Code.PROTOCOL;
      case DRIP, SILENT_BEFORE_ANSWER, SILENT_AFTER_HEADERS, SILENT_AMID_STREAM ->
          Failure.Code.STALLED;
      case ERROR_AMID_STREAM -> Failure.Code.OVERLOADED;
      case QUOTA_WITHIN_TOOL_CALL -> Failure.Code.BILLING;
      case DOUBLED_MARKS -> throw new IllegalArgumentException("no failure");
    };
  }

  private static ScriptedAnswer answer() {
    return ScriptedAnswer.text("Grüß", " Gott, ", "ich sehe nach.")
        .withToolUse("call_1", "weather_now_dd9e2a9d", "{\"ci", "ty\":\"Wien\"}");
  }

  private static Stream<Arguments> everyFaultInEveryDialect() {
    return Stream.of(ProviderDialect.values())
        .flatMap(dialect ->
            Stream.of(ProviderFault.values()).map(fault -> Arguments.of(dialect, fault)));
  }
}
