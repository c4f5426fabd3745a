package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.testkit.InMemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Runs that wait for somebody, also across the end of a process.
final class HumanAndSignalTest {

  private static final String ASKING =
      """
      {"id": "ask", "steps": [
        {"id": "review", "human": {"ask": "choose", "prompt": "Which?", "choices": ["tea", "milk"]}},
        {"id": "then", "agent": "a", "prompt": "{{ steps.review.output }}"}]}
      """;

  @Test
  void answerGoesOnInTheNextProcess() throws InterruptedException {
    InMemoryStore store = new InMemoryStore();
    RunSpec run;
    try (FlowDesk desk = desk(store)) {
      run = desk.begin(FlowDesk.workflow(ASKING), Json.object().build());
      Awaitility.await().until(() -> !desk.state(run).questions().isEmpty());
    }
    try (FlowDesk desk = desk(store)) {
      String question = desk.state(run).questions().keySet().iterator().next();
      Result wrong = desk.tell(run, answer(question, "gin"));
      Result right = desk.tell(run, answer(question, "tea"));

      assertThat(wrong).isInstanceOf(Result.Refused.class);
      assertThat(right).isInstanceOf(Result.Stepped.class);
      assertThat(output(desk.end(run))).isEqualTo(Json.of("a(tea)"));
    }
  }

  @Test
  void signalThatComesBeforeItIsWaitedForIsKept() throws InterruptedException {
    try (FlowDesk desk = desk(new InMemoryStore())) {
      RunSpec run =
          desk.begin(
              FlowDesk.workflow(
                  """
                  {"id": "wait", "steps": [
                    {"id": "first", "wait": {"signal": "one"}},
                    {"id": "second", "wait": {"signal": "two"}}]}
                  """),
              Json.object().build());

      desk.tell(run, new RunInput.Signal("two", Json.of(2L), "somebody"));
      desk.tell(run, new RunInput.Signal("one", Json.of(1L), "somebody"));

      assertThat(output(desk.end(run))).isEqualTo(Json.of(2L));
    }
  }

  @Test
  void skippedNodeIsNotDoneAndSaysWhoWantedThat() throws InterruptedException {
    try (FlowDesk desk = desk(new InMemoryStore())) {
      RunSpec run = desk.begin(FlowDesk.workflow(ASKING), Json.object().build());
      Awaitility.await().until(() -> !desk.state(run).questions().isEmpty());

      Result skipped = desk.tell(run, new RunInput.SkipNode("review", "nobody is here", "boss"));

      RunState end = desk.end(run);
      assertThat(skipped).isInstanceOf(Result.Stepped.class);
      assertThat(output(end)).isEqualTo(Json.of("a()"));
      assertThat(end.questions()).isEmpty();
    }
  }

  private static FlowDesk desk(InMemoryStore store) {
    return new FlowDesk(store, new Actors().echo("a"), Map.of("a", List.of()), List.of());
  }

  private static RunInput answer(String question, String choice) {
    return new RunInput.Answer(
        question, Resolution.ANSWERED, Optional.of(Json.of(choice)), "somebody");
  }

  private static Json output(RunState run) {
    return FlowView.output(run.flow().orElseThrow()).at("output").orElseThrow();
  }
}
