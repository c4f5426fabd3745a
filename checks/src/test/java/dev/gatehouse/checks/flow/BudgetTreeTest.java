package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent.RunCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.runtime.seat.Budgets;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Budgets within budgets: whatever lies below one pays from it.
final class BudgetTreeTest {

  /// Each answer costs 5,010 millionths of a dollar; the worst case is about 40,000.
  private static final Model SPENDER =
      (_, listener, _) -> {
        listener.text("spent");
        listener.drained();
        return new ModelOutcome.Replied(
            List.of(new Content.Text("spent")),
            StopReason.END_TURN,
            new Usage(10, 500, 0, 0, 0),
            "fake");
      };

  private static final String INNER =
      """
      {"id": "inner", "steps": [{"id": "all", "parallel": [
        {"id": "a", "agent": "ann", "prompt": "spend", "on-error": "skip"},
        {"id": "b", "agent": "ann", "prompt": "spend", "on-error": "skip"},
        {"id": "c", "agent": "ann", "prompt": "spend", "on-error": "skip"},
        {"id": "d", "agent": "ann", "prompt": "spend", "on-error": "skip"}]},
        {"id": "more", "agent": "ann", "prompt": "spend", "on-error": "skip"}]}
      """;
  private static final String MIDDLE =
      """
      {"id": "middle", "steps": [{"id": "both", "max-budget-usd": 0.1, "parallel": [
        {"id": "left", "workflow": "inner", "max-budget-usd": 0.09},
        {"id": "right", "workflow": "inner", "max-budget-usd": 0.09}]}]}
      """;
  private static final String OUTER =
      """
      {"id": "outer", "steps": [
        {"id": "one", "workflow": "middle", "max-budget-usd": 0.12},
        {"id": "rounds", "max-budget-usd": 0.046, "loop": [
          {"id": "try", "agent": "ann", "prompt": "spend"}], "max-iterations": 9}]}
      """;

  private static Cost dollars(String amount) {
    return Cost.ofDollars(new BigDecimal(amount));
  }

  private static List<Entry> log(FlowDesk desk, RunSpec run) {
    return desk.store().events().readTree(run.root(), 0, 10_000);
  }

  private static Event event(Entry entry) {
    return Event.CODEC.decode(Json.parse(entry.body()));
  }

  private static List<RunSpec> runs(List<Entry> log) {
    return log.stream()
        .map(BudgetTreeTest::event)
        .flatMap(event -> event instanceof RunCreated it ? Stream.of(it.spec()) : Stream.empty())
        .toList();
  }

  @Test
  void nobodySpendsMoreThanAnybodyAboveAllows() throws Exception {
    try (FlowDesk desk = FlowDesk.of(SPENDER, "ann")) {
      for (String document : List.of(INNER, MIDDLE)) {
        var _ = desk.runtime().workflows().publish("default", FlowDesk.workflow(document), "test");
      }
      Workflow outer = FlowDesk.workflow(OUTER);

      RunSpec run = desk.begin(outer, Json.NULL);
      desk.end(run);

      List<Entry> log = log(desk, run);
      long paid = count(log, ModelEvent.ModelReplied.class);
      assertThat(paid).isPositive();
      assertThat(count(log, ModelEvent.BudgetRefused.class)).isPositive();
      assertThat(balance(desk, Budgets.tree(run.id()))).isEqualTo(new Cost(paid * 5_010_000L));
      List<RunSpec> bounded =
          runs(log).stream().filter(spec -> spec.limits().maxCost().isPresent()).toList();
      assertThat(bounded).hasSize(3);
      for (RunSpec spec : bounded) {
        assertThat(balance(desk, Budgets.tree(spec.id())))
            .isLessThanOrEqualTo(spec.limits().maxCost().orElseThrow());
      }
      RunSpec middle = bounded.getFirst();
      assertThat(balance(desk, Budgets.tree(middle.id()))).isGreaterThan(Cost.ZERO);
      String both = Budgets.tree(middle.id()) + "/both#2";
      Cost below =
          bounded.stream()
              .skip(1)
              .map(spec -> balance(desk, Budgets.tree(spec.id())))
              .reduce(Cost.ZERO, Cost::plus);
      assertThat(balance(desk, both)).isEqualTo(below).isLessThanOrEqualTo(dollars("0.1"));
      assertThat(balance(desk, Budgets.tree(middle.id()))).isEqualTo(below);
    }
  }

  @Test
  void loopEndsWithWhatItHasWhenItsBudgetIsSpent() throws Exception {
    try (FlowDesk desk = FlowDesk.of(SPENDER, "ann")) {
      String document = OUTER.replaceFirst("(?m)^.*\"one\".*$", "");

      Json output =
          desk.run(document, Json.NULL).flow().orElseThrow().node("rounds").orElseThrow().output();

      assertThat(output.at("reason")).contains(Json.of("budget"));
      assertThat(output.at("iterations")).contains(Json.of(2));
    }
  }

  private static Cost balance(FlowDesk desk, String ledger) {
    return desk.store().events().balance(ledger);
  }

  private static long count(List<Entry> log, Class<?> type) {
    return log.stream().map(BudgetTreeTest::event).filter(type::isInstance).count();
  }
}
