package dev.gatehouse.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.CancelSwitch;
import dev.gatehouse.testkit.provider.HeardFragments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ScriptedModelTest {

  private static final ModelRequest QUESTION =
      ModelRequest.of("m", "", List.of(Message.user("what now")));

  private final HeardFragments heard = new HeardFragments();
  private final CancelSwitch stop = new CancelSwitch();

  @Test
  void turnIsHeardWordByWordAndAnsweredWhole() {
    var outcome = ask(Turn.thinks("Hm, well.").thenSays("Two 😀 words."));

    assertThat(outcome)
        .isEqualTo(
            new ModelOutcome.Replied(
                List.of(
                    new Content.Thinking("Hm, well.", Optional.empty(), Optional.empty()),
                    new Content.Text("Two 😀 words.")),
                StopReason.END_TURN,
                new Usage(2, 5, 0, 0, 2),
                "m"));
    assertThat(heard.texts()).containsExactly("Two ", "😀 ", "words.");
    assertThat(heard.thought()).isEqualTo("Hm, well.");
    assertThat(heard.drains()).isEqualTo(5);
  }

  @Test
  void turnThatCallsToolsStopsForThem() {
    var outcome = ask(Turn.calls("find", "{\"id\": 7}").thenCalls("count", Json.object().build()));

    assertThat(outcome)
        .isEqualTo(
            new ModelOutcome.Replied(
                List.of(
                    use("call_1_1", "find", Json.obj("id", Json.of(7)), Optional.empty()),
                    use("call_1_2", "count", Json.object().build(), Optional.empty())),
                StopReason.TOOL_USE,
                outcome.usage(),
                "m"));
    assertThat(heard.toolInputs()).containsEntry("call_1_1", "{\"id\": 7}");
  }

  @Test
  void argumentsThatAreNoObjectAreMalformed() {
    var outcome = (ModelOutcome.Replied) ask(Turn.calls("find", "{\"id\": "));

    assertThat(outcome.content())
        .containsExactly(use("call_1_1", "find", Json.object().build(), Optional.of("{\"id\": ")));
  }

  @Test
  void turnsComeInTheOrderOfTheScript() {
    var model = ScriptedModel.of(Turn.says("one")).then(Turn.says("two"));

    model.call(QUESTION, heard, stop);
    model.call(QUESTION, heard, stop);

    assertThat(heard.texts()).containsExactly("one", "two");
    assertThat(model.requests()).containsExactly(QUESTION, QUESTION);
    assertThat(model.turnsLeft()).isZero();
  }

  @Test
  void callBeyondTheScriptFailsAndNamesTheQuestion() {
    var outcome = (ModelOutcome.Failed) ScriptedModel.of().call(QUESTION, heard, stop);

    assertThat(outcome.failure().message()).contains("call 1").contains("what now");
    assertThat(outcome.failure().retryable()).isFalse();
  }

  @Test
  void failureEndsTheTurnWhereItStands() {
    var outcome = ask(Turn.says("half").thenFails(Failure.of(Failure.Code.OVERLOADED, "busy")));

    assertThat(heard.text()).isEqualTo("half");
    assertThat(((ModelOutcome.Failed) outcome).failure().code()).isEqualTo(Failure.Code.OVERLOADED);
  }

  @Test
  void refusalKeepsItsWords() {
    var outcome = (ModelOutcome.Replied) ask(Turn.refuses("No."));

    assertThat(outcome.stop()).isEqualTo(StopReason.REFUSAL);
    assertThat(outcome.content()).containsExactly(new Content.Text("No."));
  }

  @Test
  void openedLatchLetsTheTurnGoOn() throws InterruptedException {
    var latch = new CountDownLatch(1);
    var model = ScriptedModel.of(Turn.waits(latch).thenSays("now"));
    var caller = Thread.ofVirtual().start(() -> model.call(QUESTION, heard, stop));

    latch.countDown();
    caller.join();

    assertThat(heard.text()).isEqualTo("now");
  }

  @Test
  void signalEndsAWaitWithWhatWasSaid() throws InterruptedException {
    var model =
        ScriptedModel.of(Turn.says("so far").thenWaits(Duration.ofHours(1)).thenSays("never"));
    var outcome = new ModelOutcome[1];
    var caller = Thread.ofVirtual().start(() -> outcome[0] = model.call(QUESTION, heard, stop));

    stop.cancel();
    caller.join();

    assertThat(outcome[0]).isInstanceOf(ModelOutcome.CutOff.class);
    assertThat(heard.text()).doesNotContain("never");
  }

  @Test
  void cutOffKeepsNoToolCall() {
    stop.cancel();

    var outcome = ask(Turn.calls("find", "{}"));

    assertThat(((ModelOutcome.CutOff) outcome).content()).isEmpty();
  }

  private ModelOutcome ask(Turn turn) {
    CancelSignal signal = stop;
    return ScriptedModel.of(turn).call(QUESTION, heard, signal);
  }

  private static Content.ToolUse use(
      String id, String name, Json input, Optional<String> malformed) {
    return new Content.ToolUse(id, name, input, malformed);
  }
}
