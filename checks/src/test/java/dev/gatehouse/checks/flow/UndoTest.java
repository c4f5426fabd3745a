package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.testkit.InMemoryStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class UndoTest {

  /// Reserves twice, then an agent takes its time.
  private static final String LONG_TRIP =
      """
      {"id": "trip", "steps": [
        {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
        {"id": "room", "tool": "reserve", "args": {"what": "room"}},
        {"id": "think", "agent": "a", "prompt": "long"}]}
      """;

  private static final Json NOTHING = Json.object().build();
  private static final Undo BACK =
      new Undo("release", Json.obj("what", Json.of("{{ output.id }}")));

  private final UndoWorld world = new UndoWorld();

  private FlowDesk desk(Actors actors, Tool... more) {
    List<Tool> tools = new java.util.ArrayList<>(world.tools(BACK));
    tools.addAll(List.of(more));
    return new FlowDesk(new InMemoryStore(), actors, Map.of("a", List.of(), "b", List.of()), tools);
  }

  private FlowDesk desk() {
    return desk(new Actors().echo("a"));
  }

  private static Failure failure(RunState run) {
    assertThat(run.control().ending()).get().isInstanceOf(Ending.Failed.class);
    return ((Ending.Failed) run.control().ending().orElseThrow()).failure();
  }

  @Test
  void whatWasDoneBeforeTheStepThatFailedIsTakenBackLastFirst() throws InterruptedException {
    try (FlowDesk desk = desk()) {
      RunState run =
          desk.run(
              """
              {"id": "trip", "steps": [
                {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
                {"id": "room", "tool": "reserve", "args": {"what": "room"}},
                {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}
              """,
              NOTHING);

      assertThat(world.done())
          .containsExactly("reserve seat", "reserve room", "release room-id", "release seat-id");
      assertThat(failure(run).message())
          .contains("step 'pay'", "no money", "undone: 'reserve' of 'room', 'reserve' of 'seat'");
    }
  }

  @Test
  void stepWithoutCompensateTakesNothingBack() throws InterruptedException {
    try (FlowDesk desk = desk()) {
      desk.run(
          """
          {"id": "trip", "steps": [
            {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
            {"id": "pay", "tool": "refuse", "args": {}}]}
          """,
          NOTHING);

      assertThat(world.done()).containsExactly("reserve seat");
    }
  }

  @Test
  void groupTakesBackWhatWasDoneInItAndInItsSequenceWhicheverOfItsStepsFails()
      throws InterruptedException {
    try (FlowDesk desk = desk()) {
      desk.run(
          """
          {"id": "trip", "steps": [
            {"id": "outer", "tool": "reserve", "args": {"what": "outer"}},
            {"id": "alone", "steps": [
              {"id": "group", "on-error": "compensate", "steps": [
                {"id": "both", "parallel": [
                  {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
                  {"id": "each", "map": "input.items", "do": [
                    {"id": "one", "tool": "reserve", "args": {"what": "{{ item }}"}}]}]},
                {"id": "pay", "tool": "refuse", "args": {}}]}],
             "on-error": "skip"},
            {"id": "after", "tool": "reserve", "args": {"what": "after"}}]}
          """,
          Json.obj("items", Json.parse("[\"x\",\"y\"]")));

      assertThat(world.done()).first().isEqualTo("reserve outer");
      assertThat(world.done()).last().isEqualTo("reserve after");
      // What was at work side by side is taken back in the order in which the log heard of its end.
      assertThat(world.released()).containsExactlyInAnyOrderElementsOf(world.reserved(1, 4));
    }
  }

  @Test
  void whatAgentsOfTheStepHaveDoneIsTakenBackToo() throws InterruptedException {
    Actors actors =
        new Actors()
            .part(
                "a",
                request ->
                    request.messages().size() == 1
                        ? new Actors.Line.Calls("reserve", Json.obj("what", Json.of("car")))
                        : Actors.says("done"))
            .part("b", _ -> new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key")));
    try (FlowDesk desk = desk(actors)) {
      RunState run =
          desk.run(
              """
              {"id": "trip", "steps": [
                {"id": "car", "agent": "a", "prompt": "get one"},
                {"id": "rest", "agent": "b", "prompt": "do", "on-error": "compensate"}]}
              """,
              NOTHING);

      assertThat(world.done()).containsExactly("reserve car", "release car-id");
      assertThat(failure(run).code()).isEqualTo(Failure.Code.AUTH);
    }
  }

  @Test
  void undoThatFailsIsNamedAndDoesNotStopTheOthers() throws InterruptedException {
    world.stuck("room-id");
    try (FlowDesk desk = desk()) {
      RunState run =
          desk.run(
              """
              {"id": "trip", "steps": [
                {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
                {"id": "room", "tool": "reserve", "args": {"what": "room"}},
                {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}
              """,
              NOTHING);

      assertThat(world.released()).containsExactly("seat-id");
      assertThat(failure(run).message())
          .contains(
              "undone: 'reserve' of 'seat'",
              "could not be undone: 'reserve' of 'room' (tool_error: it is stuck)");
    }
  }

  @Test
  void outerCompensationTakesBackOnlyWhatTheInnerOneHasNot() throws InterruptedException {
    try (FlowDesk desk = desk()) {
      desk.run(
          """
          {"id": "trip", "steps": [
            {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
            {"id": "group", "on-error": "compensate", "steps": [
              {"id": "room", "tool": "reserve", "args": {"what": "room"}},
              {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}]}
          """,
          NOTHING);

      assertThat(world.released()).containsExactly("room-id", "seat-id");
    }
  }

  @Test
  void sequenceThatIsTakenBackIsDoneAgainFromItsStart() throws InterruptedException {
    world.refusals(1);
    try (FlowDesk desk = desk()) {
      RunState run =
          desk.run(
              """
              {"id": "trip", "steps": [
                {"id": "group", "retry": {"attempts": 2, "backoff": "10ms"}, "steps": [
                  {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
                  {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}]}
              """,
              NOTHING);

      assertThat(run.control().ending()).get().isInstanceOf(Ending.Completed.class);
      assertThat(world.done()).containsExactly("reserve seat", "release seat-id", "reserve seat");
    }
  }

  @Test
  void cancelWithRollbackEndsOnlyAfterAllIsTakenBack() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Actors actors = new Actors().part("a", _ -> new Actors.Line.Hangs(begun, stopped));
    try (FlowDesk desk = desk(actors)) {
      RunSpec spec = desk.begin(FlowDesk.workflow(LONG_TRIP), NOTHING);
      begun.await();
      desk.tell(spec, new RunInput.Cancel("enough", "ann", RunInput.Cancel.Undo.ALL));
      RunState run = desk.end(spec);

      assertThat(run.control().ending()).get().isInstanceOf(Ending.Cancelled.class);
      assertThat(world.released()).containsExactly("room-id", "seat-id");
      assertThat(run.undoings().over().getFirst().report().count()).isEqualTo(2);
    }
  }

  @Test
  void secondCancelStopsTheRollback() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Actors actors = new Actors().part("a", _ -> new Actors.Line.Hangs(begun, stopped));
    CountDownLatch held = world.holding();
    try (FlowDesk desk = desk(actors)) {
      RunSpec spec = desk.begin(FlowDesk.workflow(LONG_TRIP), NOTHING);
      begun.await();
      desk.tell(spec, new RunInput.Cancel("enough", "ann", RunInput.Cancel.Undo.ALL));
      world.awaitHeld();
      desk.tell(spec, new RunInput.Cancel("leave it", "ann"));
      held.countDown();
      RunState run = desk.end(spec);

      assertThat(run.control().ending()).get().isInstanceOf(Ending.Cancelled.class);
      assertThat(world.released()).doesNotContain("seat-id");
      assertThat(run.undoings().over().getFirst().report().text()).contains("stopped by 'ann'");
    }
  }

  @Test
  void stepWhoseSequenceWasTakenBackIsDoneAgainWithAllOfIt() throws InterruptedException {
    world.refusals(1);
    try (FlowDesk desk = desk()) {
      RunSpec spec =
          desk.begin(
              FlowDesk.workflow(
                  """
                  {"id": "trip", "steps": [
                    {"id": "seat", "tool": "reserve", "args": {"what": "seat"}},
                    {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}
                  """),
              NOTHING);
      assertThat(failure(desk.end(spec)).message()).contains("undone");
      desk.tell(spec, new RunInput.RedoNode("pay", "the bank has opened", "ann"));
      RunState run = desk.end(spec);

      assertThat(run.control().ending()).get().isInstanceOf(Ending.Completed.class);
      assertThat(world.done()).containsExactly("reserve seat", "release seat-id", "reserve seat");
    }
  }

  @Test
  void longListIsTakenBackFromTheRunAbove() throws InterruptedException {
    try (FlowDesk desk = desk()) {
      List<Json> items =
          java.util.stream.IntStream.range(0, 300).<Json>mapToObj(i -> Json.of("i" + i)).toList();
      RunState run =
          desk.run(
              """
              {"id": "trip", "steps": [
                {"id": "each", "map": "input.items", "concurrency": 8, "do": [
                  {"id": "one", "tool": "reserve", "args": {"what": "{{ item }}"}}]},
                {"id": "pay", "tool": "refuse", "args": {}, "on-error": "compensate"}]}
              """,
              Json.obj("items", Json.array(items)));

      assertThat(world.released()).hasSize(300).doesNotHaveDuplicates();
      assertThat(run.undoings().over().getFirst().report().count()).isEqualTo(300);
      assertThat(failure(run).message()).contains("and 288 more");
    }
  }
}
