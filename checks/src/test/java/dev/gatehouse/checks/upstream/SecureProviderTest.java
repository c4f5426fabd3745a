package dev.gatehouse.checks.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.openai.OpenAiModel;
import dev.gatehouse.checks.upstream.SecureProvider.Speech;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.CancelSwitch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Streams from providers behind TLS.
@Timeout(300)
class SecureProviderTest {

  private static final String WHOLE = "wörd after wörd";
  private static final int CALLS = 20;

  @TempDir private Path folder;

  private static Model model(SecureProvider provider, Upstream upstream) {
    return OpenAiModel.chat(
        OpenAiModel.settings()
            .withBaseUrl(provider.baseUrl())
            .withCredential(Credential.key("a-key-of-this-provider")),
        upstream);
  }

  private static ModelRequest question() {
    return ModelRequest.of("m", "Be brief.", List.of(Message.user("Well?")));
  }

  /// Does something when the first word has come.
  private static ModelListener onText(Runnable deed) {
    return new ModelListener() {
      @Override
      public void text(String fragment) {
        deed.run();
      }

      @Override
      public void thinking(String fragment) {}

      @Override
      public void toolInput(String callId, String fragment) {}

      @Override
      public void drained() {}
    };
  }

  private static String text(ModelOutcome outcome) {
    assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
    return new Message(Role.ASSISTANT, ((ModelOutcome.Replied) outcome).content()).text();
  }

  private static Failure failure(ModelOutcome outcome) {
    assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);
    return ((ModelOutcome.Failed) outcome).failure();
  }

  @ParameterizedTest
  @EnumSource
  void wordsArriveAsTheyAreSaid(Speech speech) throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, speech);
        var upstream =
            Upstream.trusting(certificate.context().getSocketFactory(), certificate.trust())) {

      // The provider goes on only when its first word was heard.
      ModelOutcome outcome =
          model(provider, upstream).call(question(), onText(provider::goOn), new CancelSwitch());

      assertThat(text(outcome)).isEqualTo(WHOLE);
      assertThat(provider.versions())
          .containsExactly(speech == Speech.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1");
    }
  }

  @Test
  void manyCallsShareOneConnection() throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, Speech.HTTP_2);
        var upstream =
            Upstream.trusting(certificate.context().getSocketFactory(), certificate.trust());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Model model = model(provider, upstream);
      provider.goOn();
      model.call(question(), ModelListener.SILENT, new CancelSwitch());
      var speaking = new CountDownLatch(CALLS);
      List<Future<ModelOutcome>> calls = new ArrayList<>();
      Callable<ModelOutcome> call =
          () -> model.call(question(), onText(speaking::countDown), new CancelSwitch());
      for (int number = 0; number < CALLS; number++) {
        calls.add(threads.submit(call));
      }

      speaking.await();
      assertThat(provider.connections()).isEqualTo(1);
      calls.forEach(_ -> provider.goOn());

      for (Future<ModelOutcome> each : calls) {
        assertThat(text(each.get())).isEqualTo(WHOLE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelReachesTheProvider(Speech speech) throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, speech);
        var upstream =
            Upstream.trusting(certificate.context().getSocketFactory(), certificate.trust());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var cancel = new CancelSwitch();
      var speaking = new CountDownLatch(1);
      Future<ModelOutcome> call =
          threads.submit(() ->
              model(provider, upstream).call(question(), onText(speaking::countDown), cancel));
      speaking.await();

      cancel.cancel();

      assertThat(call.get()).isInstanceOf(ModelOutcome.CutOff.class);
      if (speech == Speech.HTTP_2) {
        assertThat(provider.awaitLeft(60_000)).isTrue();
      }
      assertThat(upstream.calls()).isZero();
      provider.goOn();
    }
  }

  @Test
  void unknownCertificateIsNamedWithItsHostAndNotTriedAgain() throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, Speech.HTTP_2);
        var upstream = Upstream.open()) {

      Failure failure =
          failure(
              model(provider, upstream).call(question(), ModelListener.SILENT, new CancelSwitch()));

      assertThat(failure.code()).isEqualTo(Failure.Code.CONNECTION);
      assertThat(failure.subCode()).contains("certificate");
      assertThat(failure.retryable()).isFalse();
      assertThat(failure.message())
          .contains("the certificate of \"127.0.0.1\" is not trusted", "trust store");
      assertThat(provider.versions()).isEmpty();
    }
  }

  @Test
  void certificateOfSomebodyElseIsNotBelieved() throws Exception {
    var certificate = LocalCertificate.of(folder, "dns:elsewhere.example");
    try (var provider = SecureProvider.start(certificate, Speech.HTTP_2);
        var upstream =
            Upstream.trusting(certificate.context().getSocketFactory(), certificate.trust())) {

      Failure failure =
          failure(
              model(provider, upstream).call(question(), ModelListener.SILENT, new CancelSwitch()));

      assertThat(failure.code()).isEqualTo(Failure.Code.CONNECTION);
      assertThat(failure.subCode()).contains("certificate");
      assertThat(failure.message()).contains("\"127.0.0.1\"");
    }
  }
}
