package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Budgets of runs and of steps. The worst case of an answer is about 0.04 dollars.
/// `-Dbudget-workflows=1000` tries harder.
final class BudgetTest {

  private static final int WORKFLOWS = Seeds.count("budget-workflows", 25);
  private static final int PAGE = 1_000;

  private static Model answering(int tokens) {
    return (_, _, _) ->
        new ModelOutcome.Replied(
            List.of(new Content.Text("so")),
            StopReason.END_TURN,
            new Usage(10, tokens, 0, 0, 0),
            "model");
  }

  /// Answers of any length, which the law must not depend on.
  private static final Model ANY =
      (request, listener, cancel) ->
          answering(ThreadLocalRandom.current().nextInt(1, 4_000)).call(request, listener, cancel);

  @Test
  void noBudgetIsEverExceeded() {
    Seeds.tryAll(
        WORKFLOWS,
        draw -> {
          RandomFlow flow = new RandomFlow(draw, true, Duration.ofMillis(1));
          Workflow workflow = flow.unattended();
          RunLimits limits =
              RunLimits.STANDARD.withMaxCost(new Cost(draw.between(1, 30) * 50_000_000L));
          try (FlowDesk desk = FlowDesk.of(ANY, "a")) {
            RunSpec run = desk.begin(workflow, input(draw), limits);
            desk.end(run);

            BudgetLaws laws = laws(desk, run, flow.budgets());
            assertThat(laws.balance())
                .as(() -> "" + WorkflowDocument.write(workflow))
                .isEqualTo(desk.state(run).spent().cost().value())
                .isEqualTo(desk.store().events().balance(Budgets.tree(run.id())).value());
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
          }
        });
  }

  private static Json input(Draw draw) {
    return Json.obj(
        "items",
        Json.array(List.of(Json.of("a"), Json.of("b"), Json.of("c"))),
        "number",
        Json.of((long) draw.below(10)));
  }

  @Test
  void stepsInALoopShareTheBudgetOfTheLoop() throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(answering(3_000), "a")) {
      RunState run =
          desk.run(
              """
              {"id": "spend", "steps": [
                {"id": "again", "max-iterations": 10, "max-budget-usd": 0.15, "loop": [
                  {"id": "one", "agent": "a", "prompt": "x"}]}]}
              """,
              Json.NULL);

      Json output = FlowView.output(run.flow().orElseThrow()).at("output").orElseThrow();
      assertThat(output.at("reason")).contains(Json.of("budget"));
      assertThat(run.spent().cost().value()).isLessThanOrEqualTo(150_000_000L);
      assertThat(output.at("iterations")).contains(Json.of(4L));
    }
  }

  @Test
  void whatIsDoneInThePlaceOfAStepThatSpentItsBudgetSpendsNothingOfIt()
      throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(answering(3_000), "a")) {
      RunState run =
          desk.run(
              """
              {"id": "spend", "steps": [
                {"id": "dear", "max-budget-usd": 0.05, "steps": [
                  {"id": "one", "agent": "a", "prompt": "x"},
                  {"id": "two", "agent": "a", "prompt": "x"}],
                 "on-error": {"fallback": {"id": "cheap", "agent": "a", "prompt": "x"}}}]}
              """,
              Json.NULL);

      assertThat(FlowView.output(run.flow().orElseThrow()).at("output")).contains(Json.of("so"));
    }
  }

  private static BudgetLaws laws(FlowDesk desk, RunSpec run, Map<String, Cost> budgets) {
    BudgetLaws laws = new BudgetLaws(budgets);
    long after = 0;
    List<Entry> page;
    do {
      page = desk.store().events().readTree(run.root(), after, PAGE);
      for (Entry entry : page) {
        Event event = Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN));
        laws.hear(entry.stream(), event);
        after = entry.pos();
      }
    } while (page.size() == PAGE);
    return laws;
  }
}
