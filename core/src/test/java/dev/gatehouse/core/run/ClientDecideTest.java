package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.tool.ToolOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Calls that the client makes.
final class ClientDecideTest {

  private static final ToolOutcome PICKED = ToolOutcome.ok(Json.of("the red one"));
  private static final String EXPIRY = "wait.turn-1.call-0.client-expiry";

  @Test
  void runWaitsForItsClientWithoutAnythingInFlight() {
    DrivenRun run = offered();

    assertThat(run.state().open()).containsOnlyKeys("wait.turn-1.call-0.client", EXPIRY);
    assertThat(run.state().open().keySet()).allMatch(id -> run.open(id).passive());
  }

  @Test
  void answerOfTheClientIsTheResult() {
    DrivenRun run = offered();

    run.post(new RunInput.ClientAnswered("a", "nonce", PICKED));

    assertThat(run.only(ToolEvent.ToolCallFinished.class).outcome()).isEqualTo(PICKED);
    assertThat(run.model()).isEqualTo(new ActionRef("turn-2.model", 1));
  }

  @Test
  void answerMustRepeatTheNonce() {
    DrivenRun run = offered();

    assertThat(run.refusal(new RunInput.ClientAnswered("a", "guess", PICKED)))
        .isEqualTo(Reason.INVALID);
    assertThat(run.call("a").status()).isInstanceOf(ToolCall.Status.AtClient.class);
  }

  @Test
  void answerCountsOnceAlsoWhenTheTurnIsOver() {
    DrivenRun run = offered();
    run.post(new RunInput.ClientAnswered("a", "nonce", PICKED));

    assertThat(run.refusal(new RunInput.ClientAnswered("a", "nonce", PICKED)))
        .isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void answerAfterTheExpiryIsTooLateAlsoWhenTheTurnIsOver() {
    DrivenRun run = offered();

    run.rings(EXPIRY);

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.CLIENT_TOOL_EXPIRED);
    assertThat(run.refusal(new RunInput.ClientAnswered("a", "nonce", PICKED)))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void answerToAnotherCallOfTheTurnIsTooLateToo() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec()).asks().hears(DrivenRun.wishes("pick", "a", "b"));
    offer(run.allows("a").allows("b"), "a").rings(EXPIRY);

    assertThat(run.refusal(new RunInput.ClientAnswered("a", "nonce", PICKED)))
        .isEqualTo(Reason.EXPIRED);
    assertThat(run.refusal(new RunInput.ClientAnswered("b", "nonce", PICKED)))
        .isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void answerToNothingIsNotFound() {
    DrivenRun run = offered();

    assertThat(run.refusal(new RunInput.ClientAnswered("z", "nonce", PICKED)))
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void answerDropsTheExpiry() {
    DrivenRun run = offered();
    ActionRef expiry = run.open(EXPIRY);

    run.post(new RunInput.ClientAnswered("a", "nonce", PICKED));

    assertThat(run.last().drop()).contains(expiry);
  }

  @Test
  void cancelledRunWantsNothingOfItsClient() {
    DrivenRun run = offered();

    run.post(new RunInput.Cancel("enough", "ann"));

    assertThat(run.state().ended()).isTrue();
    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.CANCELLED);
    assertThat(run.refusal(new RunInput.ClientAnswered("a", "nonce", PICKED)))
        .isEqualTo(Reason.ALREADY_DONE);
  }

  private static DrivenRun offered() {
    return offer(DrivenRun.wishing("pick").allows("a"), "a");
  }

  private static DrivenRun offer(DrivenRun run, String callId) {
    return run.post(
        new RunInput.ClientOffered(
            run.tool(callId), "nonce", run.now().plus(Duration.ofMinutes(5))));
  }
}
