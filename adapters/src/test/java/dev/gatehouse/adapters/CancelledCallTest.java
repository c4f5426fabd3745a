package dev.gatehouse.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.CancelSwitch;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class CancelledCallTest {

  private static final Duration SOON = Duration.ofMinutes(1);

  /// A machine may halt for a moment, which is no delay of ours: the quickest of five counts.
  @ParameterizedTest
  @EnumSource
  void cancelAmidTheStreamKeepsWhatArrivedAndClosesTheSocketWithinASecond(ProviderDialect dialect)
      throws InterruptedException {
    Duration quickest = Duration.ofDays(1);
    for (int i = 0; i < 5 && quickest.toMillis() >= 1_000; i++) {
      quickest = timeOfACancelAmidTheStream(dialect);
    }
    assertThat(quickest).isLessThan(Duration.ofSeconds(1));
  }

  private static Duration timeOfACancelAmidTheStream(ProviderDialect dialect)
      throws InterruptedException {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(
          ProviderScript.fault(
              ProviderFault.SILENT_AMID_STREAM,
              ScriptedAnswer.text("It is ", "sunny", ".")
                  .withToolUse("call_1", "weather", "{", "}")));
      var cancel = new CancelSwitch();
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      var cancelledAt = new AtomicLong();

      var outcome =
          model.call(TestedModels.questionWithTool(), cancelAtSilence(cancel, cancelledAt), cancel);

      assertThat(outcome).isInstanceOf(ModelOutcome.CutOff.class);
      assertThat(((ModelOutcome.CutOff) outcome).content())
          .allSatisfy(block -> assertThat(block).isInstanceOf(Content.Text.class))
          .isNotEmpty();
      assertThat(provider.awaitHangup(SOON)).isTrue();
      Duration time = Duration.ofNanos(System.nanoTime() - cancelledAt.get());
      assertThat(cancel.waiting()).isZero();
      return time;
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelBeforeTheAnswerHasNothingToKeep(ProviderDialect dialect) throws InterruptedException {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(
          ProviderScript.fault(ProviderFault.SILENT_BEFORE_ANSWER, ScriptedAnswer.text("late")));
      var cancel = new CancelSwitch();
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      Thread.ofVirtual().start(() -> cancelOnCall(provider, cancel));

      var outcome = model.call(TestedModels.question(), ModelListener.SILENT, cancel);

      assertThat(outcome).isInstanceOf(ModelOutcome.CutOff.class);
      assertThat(((ModelOutcome.CutOff) outcome).content()).isEmpty();
      assertThat(provider.awaitHangup(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void callThatIsCancelledBeforehandIsNeverMade(ProviderDialect dialect) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      var cancel = new CancelSwitch();
      cancel.cancel();

      var outcome =
          ask(
              TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD),
              cancel);

      assertThat(outcome).isEqualTo(new ModelOutcome.CutOff(List.of(), outcome.usage()));
      assertThat(provider.calls()).isEmpty();
    }
  }

  private static ModelOutcome ask(Model model, CancelSwitch cancel) {
    ModelRequest question = TestedModels.question();
    return model.call(question, ModelListener.SILENT, cancel);
  }

  private static void cancelOnCall(ScriptedProvider provider, CancelSwitch cancel) {
    try {
      if (provider.awaitCall(SOON)) {
        cancel.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cancels from another thread once text has come and the read that brought it is drained.
  private static ModelListener cancelAtSilence(CancelSwitch cancel, AtomicLong cancelledAt) {
    return new ModelListener() {
      private boolean spoken;

      @Override
      public void text(String fragment) {
        spoken = true;
      }

      @Override
      public void thinking(String fragment) {}

      @Override
      public void toolInput(String callId, String fragment) {}

      @Override
      public void drained() {
        if (spoken && cancelledAt.compareAndSet(0, System.nanoTime())) {
          Thread.ofVirtual().start(cancel::cancel);
        }
      }
    };
  }
}
