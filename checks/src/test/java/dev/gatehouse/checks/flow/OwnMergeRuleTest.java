package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.RunReplay;
import dev.gatehouse.gateway.WorkflowResult;
import dev.gatehouse.gateway.config.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules of a program for the shared state of its workflows.
final class OwnMergeRuleTest {

  private static final String COUNTING =
      """
      {"id": "count", "state": {"notes": {"merge": "counted"}},
       "steps": [
         {"id": "each", "map": "input.items", "concurrency": 8,
          "do": [{"id": "note", "transform": {"notes": "{{ item }}"}}]}],
       "output": "{{ state.notes }}"}
      """;

  private final AtomicInteger asked = new AtomicInteger();
  private final Gateway gateway;

  OwnMergeRuleTest(@TempDir Path data) {
    gateway =
        Gateway.plan()
            .environment(Environment.of(_ -> null))
            .model("demo/fast")
            .data(data)
            .agent("a", "You are.")
            .mergeRule(
                "counted",
                (old, _) -> {
                  asked.incrementAndGet();
                  return Json.of(old.number().map(Number::longValue).orElse(0L) + 1);
                })
            .mergeRule(
                "broken",
                (_, _) -> {
                  throw new IllegalStateException("out of order");
                })
            .embedded();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Json.Obj items(int count) {
    List<Json> items = IntStream.range(0, count).<Json>mapToObj(i -> Json.of((long) i)).toList();
    return Json.object().put("items", Json.array(items)).build();
  }

  @Test
  void noWriteIsLostHoweverManyAreMadeAtATime() throws InterruptedException {
    WorkflowResult result = gateway.execute(FlowDesk.workflow(COUNTING), items(40));

    assertThat(result.output()).isEqualTo(Json.of(40L));
  }

  @Test
  void replayAsksNoRuleAgain() throws InterruptedException {
    WorkflowResult result = gateway.execute(FlowDesk.workflow(COUNTING), items(5));
    int before = asked.get();

    RunReplay.Finding finding =
        RunReplay.of(gateway.runtime().store(), result.run(), RunMachine.STANDARD).orElseThrow();

    assertThat(finding.first()).isEmpty();
    assertThat(asked).hasValue(before);
  }

  @Test
  void ruleThatThrowsFailsTheStepAndIsNamed() throws InterruptedException {
    WorkflowResult result =
        gateway.execute(
            FlowDesk.workflow(
                """
                {"id": "breaks", "state": {"notes": {"merge": "broken"}},
                 "steps": [{"id": "note", "transform": {"notes": 1}}]}
                """),
            items(0));

    assertThat(result.success()).isFalse();
    assertThat(result.json().toString())
        .contains("merge rule 'broken' broke at 'notes'")
        .contains("out of order");
  }

  @Test
  void itemsOfALongListCannotWriteByIt() throws InterruptedException {
    WorkflowResult result = gateway.execute(FlowDesk.workflow(COUNTING), items(300));

    assertThat(result.success()).isFalse();
    assertThat(result.json().toString()).contains("in a step after it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"merge\": \"conted\"} | unknown merge rule \"conted\"; perhaps \"counted\"?",
        "{\"merge\": \"counted\", \"scope\": \"session\"} | joins within a run"
      })
  void stateWithARuleThatCannotBeIsRefused(String state, String why) {
    String document =
        "{\"id\": \"w\", \"state\": {\"notes\": "
            + state
            + "}, \"steps\": [{\"id\": \"note\", \"transform\": {\"notes\": 1}}]}";

    assertThatThrownBy(() -> gateway.execute(FlowDesk.workflow(document), items(0)))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("/state/notes/merge")
        .hasMessageContaining(why);
  }

  @Test
  void aggregateTakesTheRulesThatAreEverywhere() {
    String document =
        """
        {"id": "w", "steps": [
          {"id": "both", "parallel": [
            {"id": "one", "transform": {"n": 1}}, {"id": "two", "transform": {"n": 1}}],
           "aggregate": {"merge": "counted"}}]}
        """;

    assertThatThrownBy(() -> gateway.execute(FlowDesk.workflow(document), items(0)))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("/steps/0/aggregate/merge")
        .hasMessageContaining("is for state");
  }

  @Test
  void twoRulesOfOneNameAreRefused() {
    assertThatThrownBy(() -> Gateway.plan().mergeRule("sum", (old, _) -> old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already");
  }
}
