package dev.gatehouse.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Step.OnError;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowDocumentTest {

  private static final Patterns PATTERNS = regex -> Pattern.compile(regex).asPredicate();

  private static Workflow read(String document) {
    return WorkflowDocument.read(Json.parse(document), PATTERNS);
  }

  private static Step step(String document) {
    return WorkflowDocument.readStep(Json.parse(document), PATTERNS);
  }

  private static List<String> flaws(String document) {
    return catchThrowableOfType(WorkflowException.class, () -> read(document)).flaws().stream()
        .map(Flaw::toString)
        .toList();
  }

  private static String flawOfStep(String document) {
    List<Flaw> flaws = catchThrowableOfType(WorkflowException.class, () -> step(document)).flaws();
    return flaws.stream().map(Flaw::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void optionsAreReadAsTheyAreWritten() {
    Step step =
        step(
            """
            {"id": "a", "agent": {"capability": ["csv"]}, "allowed-tools": ["x_*"], "timeout": "2h",
             "max-budget-usd": 0.50, "history": "run", "model": "m",
             "retry": {"attempts": 2}, "on-error": {"fallback": {"id": "b", "wait": "1d"}}}
            """);

    assertThat(step.node())
        .isInstanceOfSatisfying(
            AgentNode.class, it -> assertThat(it.who()).isEqualTo(new Who.Capable(List.of("csv"))));
    assertThat(step.options().timeout()).contains(Duration.ofHours(2));
    assertThat(step.options().maxBudget()).contains(Cost.ofDollars(new BigDecimal("0.5")));
    assertThat(step.options().retry().backoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(step.options().onError()).isInstanceOf(OnError.Fallback.class);
  }

  @Test
  void joinIsAllUnlessSaidOtherwise() {
    assertThat(step("{\"id\": \"a\", \"parallel\": []}").node())
        .isInstanceOfSatisfying(
            ParallelNode.class, it -> assertThat(it.join()).isEqualTo(Join.STANDARD));
    assertThat(
            step("""
            {"id": "a", "parallel": [],
             "join": {"policy": "quorum", "k": 2, "deadline": "30s"}}
            """)
                .node())
        .isInstanceOfSatisfying(
            ParallelNode.class,
            it -> assertThat(it.join().deadline()).contains(Duration.ofSeconds(30)));
  }

  @Test
  void equalScoresAreEqualHoweverWritten() {
    String loop =
        "{\"id\": \"a\", \"loop\": [], \"max-iterations\": 3, \"until\": {\"score\": %s}}";

    assertThat(step(loop.formatted("0.80"))).isEqualTo(step(loop.formatted("0.8")));
    assertThat(step(loop.formatted("100")).node())
        .isInstanceOfSatisfying(
            LoopNode.class, it -> assertThat(it.until().orElseThrow()).isEqualByComparingTo("100"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"id": "a"} ~ /: a step has exactly one of agent, tool, steps
          {"id": "a", "agent": "x", "tool": "y"} ~ not agent and tool
          {"agent": "x"} ~ /: "id" is missing
          {"id": "a", "agent": "x", "promt": "p"} ~ /promt: unknown key "promt"; perhaps "prompt"?
          {"id": "a", "agent": "x", "args": {}} ~ /args: unknown key "args"
          {"id": "a", "agent": "x", "prompt": "{{ a"} ~ /prompt: template, character 1: expected a closing }}
          {"id": "a", "agent": {"capability": "x"}} ~ /agent/capability: expected a list of capabilitys, not "x"
          {"id": "a", "agent": {}} ~ /agent: expected exactly one of
          {"id": "a", "tool": "t", "args": {"x": ["{{"]}} ~ /args/x/0: template
          {"id": "a", "tool": "t", "args": []} ~ /args: expected an object, not a list
          {"id": "a", "wait": "soon"} ~ /wait: expected a duration such as 500ms
          {"id": "a", "wait": 5} ~ /wait: expected a duration such as 10m
          {"id": "a", "loop": []} ~ /: "max-iterations" is missing
          {"id": "a", "loop": [], "max-iterations": 1.5} ~ /max-iterations: expected a whole number, not 1.5
          {"id": "a", "map": "x ==", "do": []} ~ /map: expression
          {"id": "a", "wait": "1s", "on-error": "panic"} ~ /on-error: expected "fail", "skip", "compensate" or
          {"id": "a", "wait": "1s", "retry": {"attempts": 21}} ~ /retry/attempts: expected a whole number between 1 and 20
          {"id": "a", "wait": "1s", "max-budget-usd": 1e300} ~ /max-budget-usd: expected an amount of dollars
          {"id": "a", "wait": "1s", "history": "all"} ~ /history: expected "none" or "own" or "run", not "all"
          {"id": "a", "parallel": [], "join": {"policy": "quorum"}} ~ /join: "k" is missing
          {"id": "a", "parallel": [], "join": {"policy": "all", "k": 2}} ~ /join/k: unknown key "k"
          {"id": "a", "human": {"ask": "approve"}} ~ /human: "prompt" is missing
          {"id": "a", "branch": [{"do": []}]} ~ /branch/0: "when" is missing
          {"id": "a", "transform": "x"} ~ /transform: expected an object of templates, not "x"
          [] ~ /: expected a step, which is an object, not a list
          """)
  void whatIsNoStepIsRefusedWithAPointer(String document, String flaw) {
    assertThat(flawOfStep(document)).contains(flaw);
  }

  @Test
  void allFlawsAreNamedNotOnlyTheFirst() {
    assertThat(
            flaws(
                """
                {"id": 7, "input": [], "state": {"a": {"merge": 1, "scope": "all"}}, "title": "x",
                 "steps": [{"id": "a", "wait": "x"}, 5, {"id": "b", "tool": "t", "retry": {}}],
                 "output": {"a~b": "{{"}}
                """))
        .extracting(flaw -> flaw.substring(0, flaw.indexOf(": ")))
        .containsExactly(
            "/id",
            "/input",
            "/state/a/merge",
            "/state/a/scope",
            "/steps/0/wait",
            "/steps/1",
            "/steps/2/retry",
            "/output/a~0b",
            "/title");
  }

  @Test
  void manyStepsAreRefusedWithThePointerOfTheFirstTooMany() {
    String steps =
        Stream.generate(() -> "{\"id\": \"a\", \"wait\": \"1s\"}")
            .limit(10_000)
            .collect(Collectors.joining(","));

    assertThat(flaws("{\"id\": \"x\", \"steps\": [" + steps + "]}"))
        .containsExactly("/steps/1000: a workflow has at most 1000 steps");
  }

  @Test
  void deepStepsAreRefusedWithThePointerNotAStackOverflow() {
    Json deep = Json.obj("id", Json.of("a"), "wait", Json.of("1s"));
    for (int i = 0; i < 10_000; i++) {
      deep = Json.obj("id", Json.of("a"), "steps", Json.array(deep));
    }
    Json step = deep;

    assertThatThrownBy(() -> WorkflowDocument.readStep(step, PATTERNS))
        .isInstanceOf(WorkflowException.class)
        .hasMessage("/steps/0".repeat(16) + ": steps nest at most 16 deep");
  }

  @Test
  void deepSchemasAndTemplatesAreRefusedNotAStackOverflow() {
    Json deep = Json.NULL;
    for (int i = 0; i < 10_000; i++) {
      deep = Json.obj("a", deep);
    }
    Json document =
        Json.object()
            .put("id", "x")
            .put("input", deep)
            .put("steps", Json.array())
            .put("output", deep)
            .build();

    assertThatThrownBy(() -> WorkflowDocument.read(document, PATTERNS))
        .hasMessageContaining("/input: is too large or nests deeper")
        .hasMessageContaining("nests deeper than 64 levels");
  }
}
