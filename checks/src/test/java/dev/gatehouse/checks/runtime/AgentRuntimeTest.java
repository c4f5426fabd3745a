package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Place;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AgentRuntimeTest {

  private static final ToolSpec ADD =
      new ToolSpec(
          "add",
          "Adds",
          Json.parse(
              "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"integer\"}},\"required\":[\"a\",\"b\"]}"));

  private static Tool adder() {
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return ADD;
      }

      @Override
      public ToolOutcome call(Json input, ToolContext context) {
        long sum =
            input.at("a").flatMap(Json::number).orElseThrow().longValue()
                + input.at("b").flatMap(Json::number).orElseThrow().longValue();
        return ToolOutcome.ok(Json.of(sum));
      }
    };
  }

  private static ModelOutcome says(ModelListener listener, String text) {
    for (int from = 0; from < text.length(); from += 3) {
      listener.text(text.substring(from, Math.min(text.length(), from + 3)));
      listener.drained();
    }
    return new ModelOutcome.Replied(
        List.of(new Content.Text(text)), StopReason.END_TURN, new Usage(10, 5, 0, 0, 0), "fake");
  }

  private static boolean hasResult(ModelRequest request) {
    return request.messages().getLast().content().stream()
        .anyMatch(Content.ToolResult.class::isInstance);
  }

  private static Model calculator() {
    return (request, listener, _) -> {
      if (hasResult(request)) {
        Content.ToolResult result =
            (Content.ToolResult) request.messages().getLast().content().getFirst();
        return says(listener, "The sum is " + result.output() + ".");
      }
      return new ModelOutcome.Replied(
          List.of(
              new Content.ToolUse("c1", "add", Json.parse("{\"a\":2,\"b\":3}"), Optional.empty())),
          StopReason.TOOL_USE,
          new Usage(10, 5, 0, 0, 0),
          "fake");
    };
  }

  @Test
  void toolsAreRunAndTheAnswerIsStreamedAndKept() throws InterruptedException {
    try (Desk desk = Desk.with(calculator(), adder())) {
      String session = desk.session();
      String run = desk.run(session, "2 and 3?");

      List<Frame> seen = desk.watch(run, Place.START);

      assertThat(Desk.text(seen)).isEqualTo("The sum is 5.");
      assertThat(last(seen)).isInstanceOf(RunEvent.RunCompleted.class);
      assertThat(
              desk.runtime()
                  .post(session, new Changes.Look())
                  .orElseThrow()
                  .conversation()
                  .messages())
          .hasSize(4);
    }
  }

  @Test
  void whoeverResumesAnywhereHearsTheSameAnswer() throws InterruptedException {
    try (Desk desk = Desk.with(calculator(), adder())) {
      String run = desk.run(desk.session(), "2 and 3?");
      List<Frame> whole = desk.watch(run, Place.START);

      for (int cut = 0; cut < whole.size(); cut++) {
        List<Frame> head = whole.subList(0, cut + 1);
        List<Frame> rest =
            desk.watch(run, Place.parse(head.getLast().place().toString()).orElseThrow());

        assertThat(Desk.text(head) + Desk.text(rest))
            .as("cut after %s", cut)
            .isEqualTo("The sum is 5.");
      }
    }
  }

  @Test
  void aConversationGoesOnFromWhatTheClientSends() throws InterruptedException {
    try (Desk desk =
        Desk.with(
            (request, listener, _) -> says(listener, "I know " + request.messages().size()))) {
      String session = desk.session();
      desk.watch(desk.run(session, "one"), Place.START);

      List<Frame> second = desk.watch(desk.run(session, "one", "I know 1", "two"), Place.START);
      List<Frame> other = desk.watch(desk.run(session, "uno", "I know 1", "two"), Place.START);

      assertThat(Desk.text(second)).isEqualTo("I know 3");
      assertThat(Desk.text(other)).isEqualTo("I know 3");
      assertThat(desk.runtime().post(session, new Changes.Look()).orElseThrow().branches())
          .hasSize(2);
    }
  }

  @Test
  void cancelReachesTheModelAndKeepsWhatWasSaid() throws InterruptedException {
    CountDownLatch speaking = new CountDownLatch(1);
    try (Desk desk = Desk.with(endless(speaking))) {
      String session = desk.session();
      String run = desk.run(session, "talk");
      speaking.await();

      desk.runtime()
          .tell(session, run, new dev.gatehouse.core.run.RunInput.Cancel("enough", "user"));
      List<Frame> seen = desk.watch(run, Place.START);

      assertThat(last(seen)).isInstanceOf(RunEvent.RunCancelled.class);
      assertThat(Desk.text(seen)).isEqualTo("well ");
    }
  }

  private static Model endless(CountDownLatch speaking) {
    return (_, listener, cancel) -> {
      listener.text("well ");
      listener.drained();
      CountDownLatch stopped = new CountDownLatch(1);
      try (CancelSignal.Registration _ = cancel.onCancel(stopped::countDown)) {
        speaking.countDown();
        stopped.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return new ModelOutcome.CutOff(List.of(new Content.Text("well ")), Usage.NONE);
    };
  }

  @Test
  void aSecondMessageIsRejectedQueuedOrInterrupts() throws InterruptedException {
    CountDownLatch speaking = new CountDownLatch(1);
    Model first = endless(speaking);
    try (Desk desk =
        Desk.with((request, listener, cancel) ->
            request.messages().getLast().text().equals("talk")
                ? first.call(request, listener, cancel)
                : says(listener, "done"))) {
      String session = desk.session();
      String run = desk.run(session, "talk");
      speaking.await();

      assertThat(desk.say(session, WhenBusy.REJECT, "no"))
          .isInstanceOf(Admit.Admitted.Refused.class);
      String queued =
          ((Admit.Admitted.Accepted) desk.say(session, WhenBusy.ENQUEUE, "later")).run();
      String now = ((Admit.Admitted.Accepted) desk.say(session, WhenBusy.INTERRUPT, "now")).run();

      assertThat(last(desk.watch(run, Place.START))).isInstanceOf(RunEvent.RunCancelled.class);
      assertThat(Desk.text(desk.watch(now, Place.START))).isEqualTo("done");
      assertThat(Desk.text(desk.watch(queued, Place.START))).isEqualTo("done");
    }
  }

  @Test
  void aRunThatWasInFlightGoesOnInTheNextProcess() throws InterruptedException {
    CountDownLatch speaking = new CountDownLatch(1);
    Desk before = Desk.with(endless(speaking));
    String run = before.run(before.session(), "talk");
    speaking.await();
    before.close();

    try (Desk after =
        Desk.with(
            before.store(),
            (_, listener, _) -> says(listener, "back again"),
            List.of(),
            Optional.empty())) {
      List<Frame> seen = after.watch(run, Place.START);

      assertThat(Desk.text(seen)).isEqualTo("back again");
      assertThat(last(seen)).isInstanceOf(RunEvent.RunCompleted.class);
    }
  }

  private static Event last(List<Frame> frames) {
    return ((Frame.Body.Recorded) frames.getLast().body()).event();
  }
}
