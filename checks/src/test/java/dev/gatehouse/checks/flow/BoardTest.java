package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.interpreter.Board;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What agents share, when a crash makes them say it again.
final class BoardTest {

  private final FlowDesk desk =
      FlowDesk.of(
          new Actors()
              .part("a", _ -> new Actors.Line.Hangs(new CountDownLatch(1), new CountDownLatch(1))),
          "a");
  private final RunSpec run =
      desk.begin(
          FlowDesk.workflow(
              """
              {"id": "share", "state": {"total": {"merge": "sum"}},
               "steps": [{"id": "one", "agent": "a", "prompt": "x"}]}
              """),
          Json.object().build());
  private final String work = work();

  private String work() {
    Awaitility.await().until(() -> desk.flow(run).node("one").isPresent());
    return desk.flow(run).node("one").orElseThrow().work();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void writeThatIsMadeAgainCountsOnce() {
    Result first = desk.tell(run, write("write_1", Optional.of(0)));
    Result again = desk.tell(run, write("write_1", Optional.of(0)));
    Result other = desk.tell(run, write("write_2", Optional.empty()));

    assertThat(first).isInstanceOf(Result.Stepped.class);
    assertThat(again).isInstanceOf(Result.Stepped.class);
    assertThat(other).isInstanceOf(Result.Stepped.class);
    FlowState flow = desk.flow(run);
    assertThat(Board.values(flow, flow.node("one").orElseThrow()))
        .containsEntry("total", Json.of(10L));
  }

  @Test
  void writeOverWhatSomebodyElseWroteMeanwhileIsRefused() {
    desk.tell(run, write("write_1", Optional.of(0)));

    Result late = desk.tell(run, write("write_2", Optional.of(0)));

    assertThat(late).isInstanceOf(Result.Refused.class);
  }

  @Test
  void messageThatIsSentAgainArrivesOnce() {
    RunInput message = new RunInput.SendMessage(work, "msg_1", "*", "hello");

    desk.tell(run, message);
    desk.tell(run, message);

    assertThat(Board.letters(desk.flow(run), "a", "")).hasSize(1);
  }

  private RunInput write(String name, Optional<Integer> expected) {
    return new RunInput.WriteState(work, name, "total", Json.of(5L), expected, Optional.empty());
  }
}
