package dev.gatehouse.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.errors.AnthropicException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.adapters.anthropic.AnthropicModel;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AnthropicOracleTest {

  @TestFactory
  Stream<DynamicTest> sdkReadsEveryAnswerAsWeDo() {
    return RecordedStreams.of("anthropic-").entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(each.getKey(), () -> compare(each.getKey(), each.getValue())));
  }

  @Test
  void sdkUnderstandsOurRequest() throws JsonProcessingException {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      for (var name : List.of("claude-sonnet-4-5", "claude-opus-4-7")) {
        provider.then(ProviderScript.answer(ScriptedAnswer.text("ok")));
        model(provider, upstream)
            .call(Conversation.withEverything(name), ModelListener.SILENT, CancelSignal.NEVER);
        String sent = provider.calls().getLast().body().toString();

        var read =
            ObjectMappers.jsonMapper().readValue(sent, MessageCreateParams.Body.class).validate();

        assertThat(read.messages()).hasSize(3);
        assertThat(read.tools().orElseThrow()).hasSize(1);
        assertThat(read.thinking()).isPresent();
        assertThat(Json.parse(ObjectMappers.jsonMapper().writeValueAsString(read)).at("stream"))
            .isPresent();
      }
    }
  }

  private static void compare(String name, ProviderScript script) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(script).then(script);
      var ours =
          model(provider, upstream).call(question(), ModelListener.SILENT, CancelSignal.NEVER);
      var theirs = sdk(provider);
      if (ours instanceof ModelOutcome.Replied replied && theirs.isPresent()) {
        assertThat(Reading.of(replied))
            .usingRecursiveComparison()
            .ignoringFields("usage")
            .isEqualTo(theirs.get());
        assertUsage(name, replied.usage(), theirs.get().usage());
      }
    }
  }

  /// The SDK leaves out what the provider spent on shortening the conversation, which is billed all
  /// the same.
  private static void assertUsage(String name, Usage ours, Usage theirs) {
    if (name.contains("anthropic-compaction.1")) {
      assertThat(ours.total()).isGreaterThan(theirs.total());
    } else {
      assertThat(ours).isEqualTo(theirs);
    }
  }

  private static Optional<Reading> sdk(ScriptedProvider provider) {
    var client =
        AnthropicOkHttpClient.builder()
            .baseUrl(provider.baseUrl(ProviderDialect.ANTHROPIC).toString())
            .apiKey("test-key")
            .maxRetries(0)
            .build();
    var params =
        MessageCreateParams.builder()
            .model("claude-sonnet-4-5")
            .maxTokens(1_000)
            .addUserMessage("Hello")
            .build();
    var message = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(message::accumulate);
      return Optional.of(reading(message.message()));
    } catch (AnthropicException | IllegalStateException e) {
      // What the SDK cannot read is no evidence against us.
      System.getLogger("oracles")
          .log(System.Logger.Level.INFO, "the SDK gave up: {0}", e.getMessage());
      return Optional.empty();
    } finally {
      client.close();
    }
  }

  private static Reading reading(com.anthropic.models.messages.Message message) {
    var text =
        message.content().stream()
            .flatMap(block -> block.text().stream())
            .map(block -> block.text())
            .collect(Collectors.joining());
    var calls = message.content().stream().flatMap(AnthropicOracleTest::call).toList();
    var usage = message.usage();
    return new Reading(
        text,
        calls,
        message.stopReason().orElseThrow().asString(),
        new Usage(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.cacheCreationInputTokens().orElse(0L),
            usage.cacheReadInputTokens().orElse(0L),
            usage.outputTokensDetails().map(details -> details.thinkingTokens()).orElse(0L)));
  }

  private static Stream<String> call(ContentBlock block) {
    return block.toolUse().stream()
        .map(use -> use.id() + " " + use.name() + " " + canonical(use._input()));
  }

  private static String canonical(com.anthropic.core.JsonValue input) {
    try {
      return Json.parse(ObjectMappers.jsonMapper().writeValueAsString(input)).canonical();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Model model(ScriptedProvider provider, Upstream upstream) {
    var settings =
        AnthropicModel.settings()
            .withBaseUrl(provider.baseUrl(ProviderDialect.ANTHROPIC))
            .withCredential(Credential.key("test-key"));
    return AnthropicModel.of(settings, upstream);
  }

  private static ModelRequest question() {
    return ModelRequest.of("claude-sonnet-4-5", "", List.of(Message.user("Hello")));
  }
}
