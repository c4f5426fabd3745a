package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Place;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class CompactionTest {

  private final Queue<ModelRequest> asked = new ConcurrentLinkedQueue<>();

  /// Refuses what is longer than three messages, sums up when it is asked to.
  private Model forgetful() {
    return (request, listener, _) -> {
      asked.add(request);
      if (request.system().contains("memory of an assistant")) {
        return answer("THE SUMMARY");
      }
      if (request.messages().size() > 3) {
        return new ModelOutcome.Failed(
            Failure.of(Failure.Code.CONTEXT_TOO_LONG, "prompt is too long"), Usage.NONE);
      }
      listener.text("fine");
      listener.drained();
      return answer("fine");
    };
  }

  private static ModelOutcome answer(String text) {
    return new ModelOutcome.Replied(
        List.of(new Content.Text(text)), StopReason.END_TURN, new Usage(10, 5, 0, 0, 0), "fake");
  }

  @Test
  void aContextThatTheProviderRefusesIsSummedUpAndTheRunGoesOn() throws InterruptedException {
    try (Desk desk = Desk.with(forgetful())) {
      String session = desk.session();
      desk.watch(desk.run(session, "one"), Place.START);
      desk.watch(desk.run(session, "one", "fine", "two"), Place.START);

      List<Frame> seen =
          desk.watch(desk.run(session, "one", "fine", "two", "fine", "three"), Place.START);

      assertThat(seen).anyMatch(CompactionTest::isCompaction);
      assertThat(Desk.text(seen)).isEqualTo("fine");
      assertThat(((Frame.Body.Recorded) seen.getLast().body()).event())
          .isInstanceOf(RunEvent.RunCompleted.class);
      assertThat(last().messages().getFirst().text()).contains("THE SUMMARY").contains("three");
      assertThat(
              desk.runtime()
                  .post(session, new Changes.Look())
                  .orElseThrow()
                  .conversation()
                  .messages())
          .hasSize(6);
    }
  }

  private static boolean isCompaction(Frame frame) {
    return frame.body() instanceof Frame.Body.Recorded recorded
        && recorded.event() instanceof ModelEvent.ContextCompacted;
  }

  private ModelRequest last() {
    return asked.stream().reduce((_, later) -> later).orElseThrow();
  }

  @Test
  void aContextThatCannotBeSummedUpEndsTheRunWithItsName() throws InterruptedException {
    Model never =
        (_, _, _) ->
            new ModelOutcome.Failed(
                Failure.of(Failure.Code.CONTEXT_TOO_LONG, "prompt is too long"), Usage.NONE);
    try (Desk desk = Desk.with(never)) {
      List<Frame> seen = desk.watch(desk.run(desk.session(), "hello"), Place.START);

      RunEvent.RunFailed failed =
          (RunEvent.RunFailed) ((Frame.Body.Recorded) seen.getLast().body()).event();
      assertThat(failed.failure().code()).isEqualTo(Failure.Code.CONTEXT_TOO_LONG);
    }
  }
}
