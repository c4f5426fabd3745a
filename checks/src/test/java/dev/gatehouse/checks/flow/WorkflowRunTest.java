package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.testkit.InMemoryStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WorkflowRunTest {

  private static final Json NOTHING = Json.object().build();

  private static Json output(RunState run) {
    return FlowView.output(run.flow().orElseThrow());
  }

  private static String text(RunState run, String... path) {
    Json value = output(run);
    for (String name : path) {
      value = value.at(name).orElse(Json.NULL);
    }
    return value instanceof Json.Str(String text) ? text : value.toString();
  }

  @Test
  void outputsBecomeInputs() throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(new Actors().echo("a", "b"), "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "chain", "steps": [
                {"id": "one", "agent": "a", "prompt": "say {{ input.word }}"},
                {"id": "two", "agent": "b", "prompt": "of {{ steps.one.output }}"}]}
              """,
              Json.obj("word", Json.of("hi")));

      assertThat(run.control().ending()).get().isInstanceOf(Ending.Completed.class);
      assertThat(text(run, "output")).isEqualTo("b(of a(say hi))");
      assertThat(text(run, "steps", "one", "output")).isEqualTo("a(say hi)");
      assertThat(output(run).at("success")).contains(Json.of(true));
      assertThat(run.spent().usage().total()).isEqualTo(30);
    }
  }

  @Test
  void stepThatFailsFailsTheRunAndIsNamed() throws InterruptedException {
    Actors actors =
        new Actors().part("a", _ -> new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key")));
    try (FlowDesk desk = FlowDesk.of(actors, "a")) {
      RunState run =
          desk.run(
              """
              {"id": "chain", "steps": [{"id": "one", "agent": "a", "prompt": "x"}]}
              """,
              NOTHING);

      assertThat(run.control().ending().orElseThrow()).isInstanceOf(Ending.Failed.class);
      Ending.Failed failed = (Ending.Failed) run.control().ending().orElseThrow();
      assertThat(failed.failure().code()).isEqualTo(Failure.Code.AUTH);
      assertThat(failed.failure().message()).contains("step 'one'");
      assertThat(output(run).at("success")).contains(Json.of(false));
    }
  }

  @Test
  void resultOfTheAttemptThatSucceededIsTheOneThatCounts() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    Actors actors =
        new Actors()
            .part(
                "a",
                _ ->
                    tries.incrementAndGet() < 3
                        ? new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key"))
                        : Actors.says("third"))
            .echo("b");
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "again", "steps": [
                {"id": "one", "agent": "a", "prompt": "x", "retry": {"attempts": 3, "backoff": "10ms"}},
                {"id": "two", "agent": "b", "prompt": "{{ steps.one.output }}"}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("b(third)");
      assertThat(
              output(run).at("steps").flatMap(it -> it.at("one")).flatMap(it -> it.at("attempts")))
          .contains(Json.of(3L));
    }
  }

  @Test
  void fallbackTakesThePlaceOfAStepAndSkipAbsorbsItsFailure() throws InterruptedException {
    Actors actors =
        new Actors()
            .part("a", _ -> new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key")))
            .echo("b");
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "careful", "steps": [
                {"id": "one", "agent": "a", "prompt": "x",
                 "on-error": {"fallback": {"id": "instead", "agent": "b", "prompt": "y"}}},
                {"id": "two", "agent": "a", "prompt": "x", "on-error": "skip"},
                {"id": "three", "agent": "b", "prompt": "{{ steps.one.output }} {{ steps.two.output }}"}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("b(b(y) )");
      assertThat(text(run, "steps", "two", "status")).isEqualTo("skipped");
      assertThat(output(run).at("success")).contains(Json.of(true));
    }
  }

  @Test
  void firstBranchWinsAndTheOthersAreStopped() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Actors actors =
        new Actors()
            .part("a", _ -> new Actors.Line.Waits(begun, "a(q)"))
            .part("b", _ -> new Actors.Line.Hangs(begun, stopped));
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "race", "steps": [
                {"id": "both", "parallel": [
                  {"id": "quick", "agent": "a", "prompt": "q"},
                  {"id": "slow", "agent": "b", "prompt": "s"}],
                 "join": {"policy": "first"}}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("a(q)");
      assertThat(text(run, "steps", "slow", "status")).isEqualTo("cancelled");
      assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void partialJoinTakesWhatIsThereAtItsDeadline() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Actors actors =
        new Actors().echo("a", "c").part("b", _ -> new Actors.Line.Hangs(begun, stopped));
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b", "c")) {
      RunState run =
          desk.run(
              """
              {"id": "research", "steps": [
                {"id": "all", "parallel": [
                  {"id": "one", "agent": "a", "prompt": "1"},
                  {"id": "two", "agent": "b", "prompt": "2"}],
                 "join": {"policy": "partial", "deadline": "5s"},
                 "aggregate": {"agent": "c", "prompt": "of {{ outputs }}"}}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("c(of {\"one\":\"a(1)\"})");
      assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void mapKeepsTheOrderOfItsItems() throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(new Actors().echo("a"), "a")) {
      RunState run =
          desk.run(
              """
              {"id": "each", "steps": [
                {"id": "all", "map": "input.words", "as": "word", "concurrency": 2,
                 "do": [{"id": "one", "agent": "a", "prompt": "{{ word }}"}]}]}
              """,
              Json.obj("words", Json.parse("[\"x\",\"y\",\"z\"]")));

      assertThat(text(run, "output")).isEqualTo("[\"a(x)\",\"a(y)\",\"a(z)\"]");
    }
  }

  @Test
  void loopEndsWhenItsCriticIsContent() throws InterruptedException {
    AtomicInteger rounds = new AtomicInteger();
    Actors actors =
        new Actors()
            .echo("writer")
            .part(
                "critic",
                _ ->
                    Actors.says(
                        "{\"score\": "
                            + rounds.incrementAndGet() * 4
                            + ", \"feedback\": \"more\"}"));
    try (FlowDesk desk = FlowDesk.of(actors, "writer", "critic")) {
      RunState run =
          desk.run(
              """
              {"id": "refine", "steps": [
                {"id": "draft", "loop": [
                   {"id": "write", "agent": "writer",
                    "prompt": "{{ iteration }} {{ steps.draft.output.feedback | default: \\"first\\" }}"}],
                 "critic": {"agent": "critic"}, "until": {"score": 8}, "max-iterations": 5}]}
              """,
              NOTHING);

      assertThat(text(run, "output"))
          .isEqualTo(
              "{\"output\":\"writer(2"
                  + " more)\",\"score\":8,\"iterations\":2,\"reason\":\"threshold\"}");
    }
  }

  @Test
  void managerDividesAndWorkersDoAndItJoins() throws InterruptedException {
    Actors actors =
        new Actors()
            .part(
                "boss",
                request ->
                    Actors.told(request).startsWith("Divide")
                        ? Actors.says(
                            """
                            {"tasks": [
                              {"id": "b", "task": "second", "depends_on": ["a"]},
                              {"id": "a", "task": "first", "capability": "dig"}]}
                            """)
                        : Actors.says("joined"))
            .part("w1", _ -> Actors.says("w1 did"))
            .part("w2", _ -> Actors.says("w2 did"));
    var crew = new LinkedHashMap<String, List<String>>();
    crew.put("boss", java.util.List.of());
    crew.put("w1", java.util.List.of());
    crew.put("w2", java.util.List.of("dig"));
    try (FlowDesk desk = new FlowDesk(new InMemoryStore(), actors, crew, List.of())) {
      RunState run =
          desk.run(
              """
              {"id": "team", "steps": [
                {"id": "job", "manager": "boss", "prompt": "build",
                 "workers": [{"agent": "w1"}, {"agent": "w2"}], "max-tasks": 4, "max-replans": 1,
                 "synthesize": true}]}
              """,
              NOTHING);

      assertThat(run.control().ending().orElseThrow().toString()).contains("Completed");
      assertThat(text(run, "output")).isEqualTo("joined");
      assertThat(actors.heard()).anyMatch(it -> it.startsWith("w2: ") && it.contains("first"));
      assertThat(actors.heard().getLast()).contains("w2 did").contains("w1 did");
    }
  }

  @Test
  void agentChoosesWhatIsDoneNext() throws InterruptedException {
    Actors actors =
        new Actors()
            .part(
                "a",
                request ->
                    request.messages().size() > 1
                        ? Actors.says("chosen")
                        : new Actors.Line.Calls(
                            "choose_branch",
                            Json.obj("target", Json.of("deep"), "reason", Json.of("hard"))))
            .echo("b");
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "signal", "steps": [
                {"id": "one", "agent": "a", "prompt": "x",
                 "signals": {"branch": [
                   {"id": "deep", "agent": "b", "prompt": "deep"},
                   {"id": "flat", "agent": "b", "prompt": "flat"}]}},
                {"id": "last", "agent": "b", "prompt": "last"}]}
              """,
              NOTHING);

      assertThat(text(run, "steps", "deep", "output")).isEqualTo("b(deep)");
      assertThat(text(run, "output")).isEqualTo("b(last)");
      assertThat(output(run).at("steps").flatMap(it -> it.at("flat"))).isEmpty();
    }
  }

  @Test
  void choiceOfAnAttemptThatFailedIsForgotten() throws InterruptedException {
    AtomicInteger times = new AtomicInteger();
    Actors actors =
        new Actors()
            .part(
                "a",
                request ->
                    request.messages().size() > 1
                        ? Actors.says("chosen")
                        : new Actors.Line.Calls(
                            "choose_branch",
                            Json.obj(
                                "target",
                                Json.of(times.incrementAndGet() == 1 ? "deep" : "flat"),
                                "reason",
                                Json.of("so"))))
            .part(
                "b",
                _ ->
                    times.get() == 1
                        ? new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key"))
                        : Actors.says("b"));
    try (FlowDesk desk = FlowDesk.of(actors, "a", "b")) {
      RunState run =
          desk.run(
              """
              {"id": "signal", "steps": [
                {"id": "both", "retry": {"attempts": 2, "backoff": "10ms"}, "steps": [
                  {"id": "one", "agent": "a", "prompt": "x",
                   "signals": {"branch": [
                     {"id": "deep", "agent": "b", "prompt": "deep"},
                     {"id": "flat", "agent": "b", "prompt": "flat"}]}}]}]}
              """,
              NOTHING);

      assertThat(text(run, "steps", "flat", "output")).isEqualTo("b");
      assertThat(output(run).at("steps").flatMap(it -> it.at("deep"))).isEmpty();
    }
  }

  @Test
  void aTaskIsRoutedToWhoCanAndFailsOverToTheNext() throws InterruptedException {
    Actors actors =
        new Actors()
            .part("good", _ -> Actors.says("done"))
            .part("bad", _ -> new Actors.Line.Fails(Failure.of(Failure.Code.AUTH, "no key")));
    var crew = new LinkedHashMap<String, List<String>>();
    crew.put("good", java.util.List.of("csv", "sql", "xml"));
    crew.put("bad", java.util.List.of("csv"));
    try (FlowDesk desk = new FlowDesk(new InMemoryStore(), actors, crew, List.of())) {
      RunState run =
          desk.run(
              """
              {"id": "route", "steps": [
                {"id": "one", "agent": {"capability": ["csv"]}, "prompt": "x"}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("done");
      assertThat(
              output(run).at("steps").flatMap(it -> it.at("one")).flatMap(it -> it.at("attempts")))
          .contains(Json.of(2L));
    }
  }

  @Test
  void toolOfABranchThatLostIsStoppedAndItsCallIsOver() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Tool slow = new SlowTool(stopped);
    var crew = new LinkedHashMap<String, List<String>>();
    crew.put("a", java.util.List.of());
    try (FlowDesk desk =
        new FlowDesk(new InMemoryStore(), new Actors().echo("a"), crew, List.of(slow))) {
      RunState run =
          desk.run(
              """
              {"id": "race", "steps": [
                {"id": "both", "parallel": [
                  {"id": "slow", "tool": "slow", "args": {}},
                  {"id": "quick", "agent": "a", "prompt": "q"}],
                 "join": {"policy": "first"}},
                {"id": "after", "agent": "a", "prompt": "z"}]}
              """,
              NOTHING);

      assertThat(text(run, "output")).isEqualTo("a(z)");
      assertThat(text(run, "steps", "slow", "status")).isEqualTo("cancelled");
      assertThat(run.calls()).isEmpty();
    }
  }

  /// Works until it is told to stop.
  private record SlowTool(CountDownLatch stopped) implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("slow", "Takes its time.", Json.parse("{\"type\": \"object\"}"));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
      CountDownLatch wish = new CountDownLatch(1);
      try (var _ = context.cancel().onCancel(wish::countDown)) {
        wish.await();
      }
      stopped.countDown();
      return ToolOutcome.error("stopped");
    }
  }
}
