package dev.gatehouse.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.testkit.provider.HeardFragments;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {

  private final HeardFragments heard = new HeardFragments();

  @ParameterizedTest
  @EnumSource
  void parallelCallsWithSplitArgumentsArriveUnderTheirOwnNames(ProviderDialect dialect) {
    var answer =
        ScriptedAnswer.text("I look.")
            .withToolUse("call_1", wireName(dialect), "{\"ci", "ty\":\"W", "ien\"}")
            .withToolUse("call_2", wireName(dialect), "{}");

    var replied = replied(dialect, ProviderScript.answer(answer));

    assertThat(replied.stop()).isEqualTo(StopReason.TOOL_USE);
    assertThat(replied.content())
        .containsExactly(
            new Content.Text("I look."),
            new Content.ToolUse(
                "call_1", "weather.now", Json.parse("{\"city\":\"Wien\"}"), Optional.empty()),
            new Content.ToolUse("call_2", "weather.now", Json.object().build(), Optional.empty()));
    assertThat(heard.toolInputs()).containsEntry("call_1", "{\"city\":\"Wien\"}");
  }

  @ParameterizedTest
  @EnumSource
  void malformedArgumentsAreKeptAndNeverRunAsNone(ProviderDialect dialect) {
    var replied =
        replied(
            dialect,
            ProviderScript.answer(
                ScriptedAnswer.empty().withToolUse("call_1", "x", "{\"city\": Wien}")));

    assertThat(replied.content())
        .containsExactly(
            new Content.ToolUse(
                "call_1", "x", Json.object().build(), Optional.of("{\"city\": Wien}")));
  }

  @ParameterizedTest
  @EnumSource
  void callThatTheTokenLimitCutIsDropped(ProviderDialect dialect) {
    for (var arguments : List.of("{\"city\":\"W", "")) {
      var answer = ScriptedAnswer.text("I look.").withToolUse("call_1", "x", arguments);

      var replied = replied(dialect, ProviderScript.answer(answer.withStop(StopReason.MAX_TOKENS)));

      assertThat(replied.stop()).isEqualTo(StopReason.MAX_TOKENS);
      assertThat(replied.content()).containsExactly(new Content.Text("I look."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thoughtIsHeardAndKept(ProviderDialect dialect) {
    var replied =
        replied(
            dialect,
            ProviderScript.answer(
                ScriptedAnswer.empty().withThought("c2ln", "Hm, ", "yes.").withText("Yes.")));

    assertThat(heard.thought()).isEqualTo("Hm, yes.");
    assertThat(replied.content().getFirst())
        .isInstanceOfSatisfying(
            Content.Thinking.class, thinking -> assertThat(thinking.text()).isEqualTo("Hm, yes."));
    assertThat(replied.content().getLast()).isEqualTo(new Content.Text("Yes."));
  }

  @ParameterizedTest
  @EnumSource
  void countsAreDisjoint(ProviderDialect dialect) {
    var usage = new Usage(100, 50, 20, 300, 30);

    var replied =
        replied(dialect, ProviderScript.answer(ScriptedAnswer.text("x").withUsage(usage)));

    assertThat(replied.usage()).isEqualTo(usage);
  }

  @ParameterizedTest
  @EnumSource
  void refusalIsNeverSuccess(ProviderDialect dialect) {
    var replied =
        replied(
            dialect, ProviderScript.answer(ScriptedAnswer.empty().withStop(StopReason.REFUSAL)));

    assertThat(replied.stop()).isIn(StopReason.REFUSAL, StopReason.CONTENT_FILTER);
    assertThat(replied.content()).isEmpty();
  }

  @Test
  void callsOfOneAnswerThatShareAnIdAreToldApart() {
    var answer =
        ScriptedAnswer.empty()
            .withToolUse("call_0", "x", "{\"a\":1}")
            .withToolUse("call_0", "x", "{\"a\":2}");

    var replied = replied(ProviderDialect.CHAT, ProviderScript.answer(answer));

    assertThat(heard.toolInputs()).hasSize(2).containsEntry("call_0", "{\"a\":1}");
    assertThat(replied.content())
        .extracting(call -> ((Content.ToolUse) call).id())
        .containsExactlyInAnyOrderElementsOf(heard.toolInputs().keySet());
  }

  @Test
  void framesWithoutEventLineAreRead() {
    var replied =
        replied(
            ProviderDialect.ANTHROPIC,
            ProviderScript.stream(
                """
                data: {"type":"message_start","message":{"id":"m","model":"c","usage":{"input_tokens":3}}}

                data: {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"abc"}}

                data: {"type":"content_block_stop","index":0}

                data: {"type":"content_block_start","index":1,"content_block":{"type":"newfangled","a":"b","c":null}}

                data: {"type":"content_block_delta","index":1,"delta":{"type":"newfangled_delta","a":"c","c":{"d":1}}}

                data: {"type":"content_block_stop","index":1}

                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}}

                data: {"type":"message_stop"}\
                """));

    assertThat(replied.content())
        .containsExactly(
            new Content.Thinking("", Optional.empty(), Optional.of("abc")),
            new Content.Opaque(
                "anthropic", Json.parse("{\"type\":\"newfangled\",\"a\":\"bc\",\"c\":{\"d\":1}}")));
    assertThat(replied.usage()).isEqualTo(new Usage(3, 4, 0, 0, 0));
  }

  @Test
  void chatWithoutDoneIsWholeOnceItSaidWhyItStopped() {
    var replied =
        replied(
            ProviderDialect.CHAT,
            ProviderScript.stream(
                """
                data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"x","arguments":"{}"}}]},"finish_reason":"stop"}]}

                """));

    assertThat(replied.stop()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void chatRefusalIsTextThatSaysNo() {
    var replied =
        replied(
            ProviderDialect.CHAT,
            ProviderScript.stream(
                """
                data: {"choices":[{"index":0,"delta":{"refusal":"I can't."},"finish_reason":null}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """));

    assertThat(replied.stop()).isEqualTo(StopReason.REFUSAL);
    assertThat(replied.content()).containsExactly(new Content.Text("I can't."));
  }

  @Test
  void emojiSplitBetweenTwoEventsArrivesWhole() {
    var replied =
        replied(
            ProviderDialect.CHAT,
            ProviderScript.stream(
                """
                data: {"choices":[{"index":0,"delta":{"content":"a\\ud83d"},"finish_reason":null}]}

                data: {"choices":[{"index":0,"delta":{"content":"\\ude00b"},"finish_reason":"stop"}]}

                data: [DONE]

                """));

    assertThat(replied.content()).containsExactly(new Content.Text("a😀b"));
  }

  @Test
  void gapInTheSequenceIsAnError() {
    var outcome =
        outcome(
            ProviderDialect.RESPONSES,
            ProviderScript.stream(
                """
                data: {"type":"response.created","sequence_number":0,"response":{"model":"m"}}

                data: {"type":"response.in_progress","sequence_number":2,"response":{"model":"m"}}

                """));

    assertThat(((ModelOutcome.Failed) outcome).failure().code()).isEqualTo(Failure.Code.PROTOCOL);
  }

  private ModelOutcome.Replied replied(ProviderDialect dialect, ProviderScript script) {
    var outcome = outcome(dialect, script);
    assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
    return (ModelOutcome.Replied) outcome;
  }

  private ModelOutcome outcome(ProviderDialect dialect, ProviderScript script) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      provider.then(script);
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      return model.call(TestedModels.questionWithTool(), heard, CancelSignal.NEVER);
    }
  }

  /// What `weather.now` is called on a wire, as the first request tells.
  private static String wireName(ProviderDialect dialect) {
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      var model = TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      model.call(TestedModels.questionWithTool(), new HeardFragments(), CancelSignal.NEVER);
      var tool =
          provider
              .calls()
              .getFirst()
              .body()
              .at("tools")
              .flatMap(Json::asArray)
              .orElseThrow()
              .items()
              .getFirst();
      return tool.at("name")
          .or(() -> tool.path("function", "name"))
          .flatMap(Json::text)
          .orElseThrow();
    }
  }
}
