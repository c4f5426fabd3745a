package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.anthropic.AnthropicModel;
import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.ProviderSettings;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.openai.OpenAiModel;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of a provider, on every wire, with and without a second attempt: the run ends, the
/// failure has a name, nothing stays open.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyProviderTest {

  private static final RetryPolicy AGAIN =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(30));

  /// These are over when patience is, all others at once.
  private static final Set<ProviderFault> STALLING =
      EnumSet.of(
          ProviderFault.DRIP,
          ProviderFault.SILENT_BEFORE_ANSWER,
          ProviderFault.SILENT_AFTER_HEADERS,
          ProviderFault.SILENT_AMID_STREAM);

  private static final ScriptedAnswer CALLING =
      ScriptedAnswer.text("Größe ", "geht ")
          .withToolUse("call_1", "look", "{\"what\":", "\"ünder the bed\"}")
          .withStop(StopReason.TOOL_USE);
  private static final ScriptedAnswer WHOLE = ScriptedAnswer.text("All ", "is ", "wéll.");

  private Upstream upstream;

  FaultyProviderTest() {
    this.upstream = Upstream.open();
  }

  @BeforeAll
  void open() {
    assertThat(upstream.calls()).isZero();
  }

  @AfterAll
  void close() {
    upstream.close();
  }

  static Stream<Arguments> cells() {
    return Stream.of(ProviderFault.values())
        .flatMap(fault ->
            Stream.of(ProviderDialect.values())
                .flatMap(dialect ->
                    Stream.of(AGAIN, RetryPolicy.NONE)
                        .map(retry -> Arguments.of(fault, dialect, retry.attempts(), retry))));
  }

  @ParameterizedTest(name = "{0} on {1}, {2} attempts")
  @MethodSource("cells")
  void theRunEndsAndTheFailureHasAName(
      ProviderFault fault, ProviderDialect dialect, int attempts, RetryPolicy retry)
      throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start();
        Desk desk =
            Desk.with(
                new InMemoryStore(),
                model(provider, dialect, patience(fault)),
                List.of(look()),
                Optional.empty(),
                retry)) {
      provider.then(ProviderScript.fault(fault, CALLING)).always(ProviderScript.answer(WHOLE));

      List<Frame> seen = desk.watch(desk.run(desk.session(), "look"), Place.START);

      Event end = ((Frame.Body.Recorded) seen.getLast().body()).event();
      boolean harmless = provider.calls().size() > 1 && attempts == 1;
      boolean permanent = fault == ProviderFault.QUOTA_WITHIN_TOOL_CALL;
      if (!permanent && (attempts > 1 || harmless)) {
        assertThat(end).isInstanceOf(RunEvent.RunCompleted.class);
        assertThat(Desk.text(seen)).endsWith("All is wéll.");
      } else {
        assertThat(end).isInstanceOf(RunEvent.RunFailed.class);
        assertThat(((RunEvent.RunFailed) end).failure().code())
            .isLessThan(Failure.Code.UNKNOWN_TOOL);
        assertThat(((RunEvent.RunFailed) end).failure().message()).isNotBlank();
      }
      assertThat(upstream.calls()).isZero();
    }
  }

  private static Patience patience(ProviderFault fault) {
    return STALLING.contains(fault)
        ? Patience.STANDARD.withStall(Duration.ofSeconds(1))
        : Patience.STANDARD;
  }

  private Model model(ScriptedProvider provider, ProviderDialect dialect, Patience patience) {
    ProviderSettings settings =
        ProviderSettings.open("fake", provider.baseUrl(dialect)).withPatience(patience);
    return switch (dialect) {
      case ANTHROPIC -> AnthropicModel.of(settings, upstream);
      case RESPONSES -> OpenAiModel.responses(settings, upstream);
      case CHAT -> OpenAiModel.chat(settings, upstream);
    };
  }

  private static Tool look() {
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return new ToolSpec("look", "Looks", Json.parse("{\"type\":\"object\"}"));
      }

      @Override
      public ToolOutcome call(Json input, ToolContext context) {
        return ToolOutcome.ok(Json.of("dust"));
      }
    };
  }
}
