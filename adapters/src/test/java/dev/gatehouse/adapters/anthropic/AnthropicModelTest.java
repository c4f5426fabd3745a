package dev.gatehouse.adapters.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicModelTest {

  @Test
  void textArrivesAndIsCounted() {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(
          ProviderScript.answer(
              ScriptedAnswer.text("Grüß", " Gott").withUsage(new Usage(10, 5, 3, 7, 2))));

      var outcome =
          model(provider, upstream).call(question(), ModelListener.SILENT, CancelSignal.NEVER);

      assertThat(outcome)
          .isEqualTo(
              new ModelOutcome.Replied(
                  List.of(new Content.Text("Grüß Gott")),
                  StopReason.END_TURN,
                  new Usage(10, 5, 3, 7, 2),
                  "scripted-model-1"));
      assertThat(provider.calls().getFirst().header("x-api-key")).hasValue("secret-key");
    }
  }

  private static AnthropicModel model(ScriptedProvider provider, Upstream upstream) {
    var settings =
        AnthropicModel.settings()
            .withBaseUrl(provider.baseUrl(ProviderDialect.ANTHROPIC))
            .withCredential(Credential.key("secret-key"));
    return AnthropicModel.of(settings, upstream);
  }

  private static ModelRequest question() {
    return ModelRequest.of("claude-sonnet-4-5", "Be brief.", List.of(Message.user("Hello")));
  }
}
