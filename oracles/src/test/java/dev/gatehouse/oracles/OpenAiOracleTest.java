package dev.gatehouse.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.openai.OpenAiModel;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OpenAiOracleTest {

  @TestFactory
  Stream<DynamicTest> sdkReadsEveryChatAsWeDo() {
    return RecordedStreams.of("chat-").entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey(),
                () -> compare(ProviderDialect.CHAT, each.getValue(), OpenAiOracleTest::chat)));
  }

  @TestFactory
  Stream<DynamicTest> sdkReadsEveryResponseAsWeDo() {
    return RecordedStreams.of("responses-").entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey(),
                () ->
                    compare(
                        ProviderDialect.RESPONSES, each.getValue(), OpenAiOracleTest::response)));
  }

  @Test
  void sdkUnderstandsOurChatRequest() throws JsonProcessingException {
    String sent = sent(ProviderDialect.CHAT);

    var read =
        ObjectMappers.jsonMapper()
            .readValue(sent, ChatCompletionCreateParams.Body.class)
            .validate();

    // The system prompt, two turns, two results, the picture of one of them, and the last word.
    assertThat(read.messages()).hasSize(7);
    assertThat(read.tools().orElseThrow()).hasSize(1);
    assertThat(read.responseFormat()).isPresent();
  }

  @Test
  void sdkUnderstandsOurResponsesRequest() throws JsonProcessingException {
    String sent = sent(ProviderDialect.RESPONSES);

    var read =
        ObjectMappers.jsonMapper().readValue(sent, ResponseCreateParams.Body.class).validate();

    // A question, a sealed thought, a message, two calls, two results, and the last word.
    assertThat(read.input().orElseThrow().asResponse()).hasSize(8);
    assertThat(read.tools().orElseThrow()).hasSize(1);
    assertThat(read.store()).hasValue(false);
  }

  private static String sent(ProviderDialect dialect) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(ProviderScript.answer(ScriptedAnswer.text("ok")));
      var request = Conversation.withEverything("gpt-5.4");
      model(dialect, provider, upstream).call(request, ModelListener.SILENT, CancelSignal.NEVER);
      return provider.calls().getLast().body().toString();
    }
  }

  private static void compare(
      ProviderDialect dialect, ProviderScript script, Function<OpenAIClient, Reading> sdk) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(script).then(script);
      var ours =
          model(dialect, provider, upstream)
              .call(question(), ModelListener.SILENT, CancelSignal.NEVER);
      var theirs = theirs(dialect, provider, sdk);
      if (ours instanceof ModelOutcome.Replied replied && theirs.isPresent()) {
        assertThat(Reading.of(replied)).isEqualTo(theirs.get());
      }
    }
  }

  private static Optional<Reading> theirs(
      ProviderDialect dialect, ScriptedProvider provider, Function<OpenAIClient, Reading> sdk) {
    var client =
        OpenAIOkHttpClient.builder()
            .baseUrl(provider.baseUrl(dialect).toString())
            .apiKey("test-key")
            .maxRetries(0)
            .build();
    try {
      return Optional.of(sdk.apply(client));
    } catch (OpenAIException | IllegalStateException e) {
      // What the SDK cannot read is no evidence against us.
      System.getLogger("oracles")
          .log(System.Logger.Level.INFO, "the SDK gave up: {0}", e.getMessage());
      return Optional.empty();
    } finally {
      client.close();
    }
  }

  private static Reading chat(OpenAIClient client) {
    var params =
        ChatCompletionCreateParams.builder()
            .model("gpt-5.4")
            .addUserMessage("Hello")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    var answer = ChatCompletionAccumulator.create();
    try (var stream = client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(answer::accumulate);
    }
    return reading(answer.chatCompletion());
  }

  private static Reading reading(ChatCompletion answer) {
    var choice = answer.choices().getFirst();
    var message = choice.message();
    var calls =
        message.toolCalls().orElse(List.of()).stream()
            .flatMap(call -> call.function().stream())
            .map(call -> call(call.id(), call.function().name(), call.function().arguments()))
            .toList();
    return new Reading(
        message.content().orElse("") + message.refusal().orElse(""),
        calls,
        message.refusal().isPresent() ? "refusal" : stop(choice.finishReason().asString(), calls),
        answer.usage().map(OpenAiOracleTest::usage).orElse(Usage.NONE));
  }

  private static String stop(String reason, List<String> calls) {
    return switch (reason) {
      case "stop" -> calls.isEmpty() ? "end_turn" : "tool_use";
      case "tool_calls" -> "tool_use";
      case "length" -> "max_tokens";
      default -> reason;
    };
  }

  private static Usage usage(com.openai.models.completions.CompletionUsage usage) {
    long cached = usage.promptTokensDetails().flatMap(details -> details.cachedTokens()).orElse(0L);
    long written =
        usage.promptTokensDetails().flatMap(details -> details.cacheWriteTokens()).orElse(0L);
    long reasoning =
        usage.completionTokensDetails().flatMap(details -> details.reasoningTokens()).orElse(0L);
    // The total is what is billed; some vendors leave thought out of the completion.
    return new Usage(
        usage.promptTokens() - cached - written,
        usage.totalTokens() - usage.promptTokens(),
        written,
        cached,
        reasoning);
  }

  private static Reading response(OpenAIClient client) {
    var params = ResponseCreateParams.builder().model("gpt-5.4").input("Hello").build();
    var answer = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(params)) {
      stream.stream().forEach(answer::accumulate);
    }
    return reading(answer.response());
  }

  private static Reading reading(Response answer) {
    var text =
        answer.output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .map(part -> part.outputText().map(words -> words.text()).orElse(""))
            .collect(Collectors.joining());
    var calls =
        answer.output().stream()
            .flatMap(item -> item.functionCall().stream())
            .map(call -> call(call.callId(), call.name(), call.arguments()))
            .toList();
    boolean whole = answer.status().orElseThrow().asString().equals("completed");
    return new Reading(
        text,
        calls,
        !calls.isEmpty() ? "tool_use" : whole ? "end_turn" : "max_tokens",
        usage(answer.usage().orElseThrow()));
  }

  private static Usage usage(com.openai.models.responses.ResponseUsage usage) {
    var json = Json.parse(write(usage)).path("input_tokens_details");
    long cached = number(json, "cached_tokens");
    long written = number(json, "cache_write_tokens");
    return new Usage(
        usage.inputTokens() - cached - written,
        usage.outputTokens(),
        written,
        cached,
        usage.outputTokensDetails().reasoningTokens());
  }

  private static long number(Optional<Json> details, String name) {
    return details
        .flatMap(json -> json.at(name))
        .flatMap(Json::number)
        .map(Number::longValue)
        .orElse(0L);
  }

  private static String write(Object value) {
    try {
      return ObjectMappers.jsonMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String call(String id, String name, String arguments) {
    return id + " " + name + " " + Json.parse(arguments.isEmpty() ? "{}" : arguments).canonical();
  }

  private static Model model(
      ProviderDialect dialect, ScriptedProvider provider, Upstream upstream) {
    var settings =
        OpenAiModel.settings()
            .withBaseUrl(provider.baseUrl(dialect))
            .withCredential(Credential.key("test-key"));
    return dialect == ProviderDialect.CHAT
        ? OpenAiModel.chat(settings, upstream)
        : OpenAiModel.responses(settings, upstream);
  }

  private static ModelRequest question() {
    return ModelRequest.of("gpt-5.4", "", List.of(Message.user("Hello")));
  }
}
