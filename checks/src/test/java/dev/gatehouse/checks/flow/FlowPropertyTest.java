package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Random workflows under random outcomes, delays, crashes and cancels. `-Dworkflows=20000` tries
/// harder.
final class FlowPropertyTest {

  private static final int WORKFLOWS = Seeds.count("workflows", 150);

  @Test
  void everyRunYieldsWhatTheNaiveInterpreterYields() {
    Seeds.tryAll(
        WORKFLOWS,
        draw -> {
          Workflow workflow = new RandomFlow(draw, false, Duration.ofSeconds(1)).draw();
          Json.Obj input = input(draw);
          Oracle oracle = oracle(draw, 30);

          SimulatedFlow run = new SimulatedFlow(draw, oracle, workflow, input, 0.02);
          run.play(-1);

          FlowLaws.hold(run.log());
          assertThat(run.refolded()).isEqualTo(run.state());
          assertThat(output(run.state()))
              .as(() -> "" + WorkflowDocument.write(workflow))
              .isEqualTo(new NaiveInterpreter(oracle, input).run(workflow));
        });
  }

  @Test
  void racesAndCancelsKeepTheLaws() {
    AtomicInteger undone = new AtomicInteger();
    Seeds.tryAll(
        WORKFLOWS,
        draw -> {
          Workflow workflow = new RandomFlow(draw, true, Duration.ofSeconds(1)).draw();
          Oracle oracle = oracle(draw, 50);

          SimulatedFlow run = new SimulatedFlow(draw, oracle, workflow, input(draw), 0.05);
          run.play(draw.chance(0.5) ? draw.below(60) : -1);

          undone.addAndGet(FlowLaws.hold(run.log()));
          assertThat(run.refolded()).isEqualTo(run.state());
        });
    assertThat(undone).as("calls that were taken back").hasPositiveValue();
  }

  private static Oracle oracle(Draw draw, int percent) {
    return new Oracle(
        draw.below(1_000_000),
        draw.oneOf(List.of(0, 10, percent)),
        Failure.Code.OVERLOADED,
        draw.chance(0.2) ? "budget_exceeded" : "");
  }

  private static Optional<Json> output(RunState run) {
    return run.control().ending().orElseThrow() instanceof Ending.Completed
        ? FlowView.result(run.flow().orElseThrow())
        : Optional.empty();
  }

  private static Json.Obj input(Draw draw) {
    List<Json> items = new ArrayList<>();
    for (int more = draw.below(4); more > 0; more--) {
      items.add(Json.of(draw.words()));
    }
    return Json.object().put("items", Json.array(items)).put("number", draw.below(10)).build();
  }
}
