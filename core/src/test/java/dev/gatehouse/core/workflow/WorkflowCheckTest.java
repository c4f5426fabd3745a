package dev.gatehouse.core.workflow;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowCheckTest {

  private static final Json READ =
      Json.parse(
          """
          {"type": "object", "required": ["path"], "additionalProperties": false,
           "properties": {"path": {"type": "string"}, "lines": {"type": "integer"},
             "tags": {"type": "array", "items": {"type": "string"}}}}
          """);

  private static final Workflow PUBLISH =
      read(
          "{\"id\": \"publish\", \"input\": "
              + READ
              + ", \"steps\": [{\"id\": \"a\", \"wait\": \"1s\"}]}");

  private static final Known KNOWN =
      new Known(
          Map.of("writer", List.of("prose"), "critic", List.of("prose", "taste")),
          Map.of("read", READ),
          Map.of("publish", PUBLISH),
          Set.of("newest"));

  private static Workflow read(String document) {
    return WorkflowDocument.read(
        Json.parse(document), regex -> Pattern.compile(regex).asPredicate());
  }

  private static String flaws(String document) {
    return WorkflowCheck.flaws(read(document), KNOWN).stream()
        .map(Flaw::toString)
        .collect(joining("\n"));
  }

  private static String flawsOfSteps(String steps) {
    return flaws(
        """
        {"id": "w", "state": {"notes": {"merge": "newest"}}, "steps": [%s],
         "input": {"type": "object", "properties": {"topic": {"type": "string"},
           "files": {"type": "array", "items": {"type": "object",
             "properties": {"name": {"type": "string"}}}},
           "extra": {"type": "object"}}}}
        """
            .formatted(steps));
  }

  @Test
  void soundWorkflowHasNoFlaws() {
    assertThat(
            flaws(
                """
                {"id": "sound", "input": {"type": "object", "properties": {"files": {"type": "array"}}},
                 "state": {"notes": {"merge": "append"}},
                 "steps": [
                  {"id": "plan", "agent": {"capability": ["prose", "taste"]}, "prompt": "{{ input }}",
                   "output-schema": {"properties": {"parts": {"type": "array"}}}},
                  {"id": "each", "map": "steps.plan.output.parts", "as": "part", "do": [
                    {"id": "fetch", "tool": "read", "args": {"path": "{{ part }}", "lines": 3}},
                    {"id": "sum", "agent": "writer", "prompt": "{{ steps.fetch.output }} {{ item }}"}]},
                  {"id": "both", "parallel": [
                    {"id": "left", "agent": "writer", "prompt": "{{ steps.each.output }}"},
                    {"id": "right", "steps": [{"id": "inner", "wait": "1s"},
                      {"id": "after", "transform": {"notes": "{{ steps.inner.status }}"}}]}],
                   "join": {"policy": "quorum", "k": 2},
                   "aggregate": {"template": "{{ outputs.left }} {{ steps.after.output }}"}},
                  {"id": "refine", "loop": [
                    {"id": "draft", "agent": "writer",
                     "prompt": "{{ steps.review.output }} {{ iteration }} {{ steps.refine.output }}"},
                    {"id": "review", "agent": "critic", "prompt": "{{ steps.draft.output }}"}],
                   "critic": {"agent": "critic"}, "max-iterations": 3},
                  {"id": "way", "branch": [{"when": "state.notes == 'x'", "do": [
                    {"id": "one", "wait": "1s"}]}], "else": [{"id": "two", "wait": "1s"}]},
                  {"id": "ask", "agent": "writer", "prompt": "{{ steps.one.output }}",
                   "signals": {"branch": [{"id": "more", "tool": "read", "args": {"path": "x"},
                     "on-error": {"fallback": {"id": "less", "wait": "1s"}}}]}},
                  {"id": "pub", "workflow": "publish",
                   "with": {"path": "{{ steps.more.output }}", "lines": "{{ steps.two.output }}"}}],
                 "output": "{{ steps.refine.output.output }}"}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"id": "a", "agent": "writr"} ~ /steps/0/agent: step "a": unknown agent "writr"; perhaps "writer"?
          {"id": "a", "agent": {"capability": ["csv"]}} ~ /steps/0/agent: step "a": no agent is capable of csv
          {"id": "a", "tool": "reed", "args": {}} ~ /steps/0/tool: step "a": unknown tool "reed"; perhaps "read"?
          {"id": "a", "workflow": "x"} ~ /steps/0/workflow: step "a": unknown workflow "x"
          {"id": "a", "agent": "writer", "allowed-tools": ["r*", "red"]} ~ /steps/0/allowed-tools/1: step "a": unknown tool "red"
          {"id": "a", "manager": "boss", "workers": [{"agent": "wrter"}]} ~ /steps/0/workers/0: step "a": unknown agent "wrter"
          {"id": "a b", "wait": "1s"} ~ /steps/0/id: "a b" is no id
          {"id": "12", "wait": "1s"} ~ /steps/0/id: "12" is no id
          {"id": "a", "steps": [{"id": "a", "wait": "1s"}]} ~ /steps/0/steps/0/id: step "a": the id is taken by the step at /steps/0
          {"id": "a", "loop": [{"id": "b", "wait": "1s"}], "max-iterations": 101} ~ /steps/0/max-iterations: step "a": "max-iterations" must be between 1 and 100, not 101
          {"id": "a", "loop": [], "max-iterations": 1} ~ /steps/0/loop: step "a": "loop" is empty
          {"id": "a", "map": "input.files", "concurrency": 0, "do": [{"id": "b", "wait": "1s"}]} ~ /steps/0/concurrency: step "a"
          {"id": "a", "parallel": [{"id": "b", "wait": "1s"}], "join": {"policy": "quorum", "k": 2}} ~ /steps/0/join/k: step "a": a quorum of 2 cannot be reached with 1 branches
          {"id": "a", "parallel": [{"id": "b", "wait": "1s"}], "aggregate": {"merge": "concat"}} ~ /steps/0/aggregate/merge: step "a": unknown merge rule "concat"
          {"id": "a", "human": {"ask": "choose", "prompt": "?"}} ~ /steps/0/human/choices
          {"id": "a", "human": {"ask": "form", "prompt": "?"}} ~ /steps/0/human/schema
          {"id": "a", "human": {"ask": "approve", "prompt": "?", "role": "boss"}} ~ /steps/0/human/role: step "a": unknown role "boss"
          {"id": "a", "wait": "0s"} ~ /steps/0/wait: step "a": a time must be positive
          {"id": "a", "wait": "1s", "max-budget-usd": 0} ~ /steps/0/max-budget-usd
          {"id": "a", "branch": [{"when": "1 == 1", "do": []}], "else": [{"id": "b", "wait": "1s"}]} ~ /steps/0/else: step "a": "else" is never reached: case 1 always holds
          {"id": "a", "branch": [{"when": "true", "do": []}, {"when": "input.topic", "do": []}]} ~ /steps/0/branch/1: step "a": case 2 is never reached
          {"id": "a", "branch": [{"when": "false", "do": []}]} ~ /steps/0/branch/0/when: step "a": case 1 never holds
          {"id": "a", "wait": "1s", "signals": {"terminate": true}} ~ /steps/0/signals: step "a": only agents signal
          {"id": "a", "parallel": [{"id": "b", "agent": "writer", "signals": {"branch": [{"id": "c", "wait": "1s"}]}}]} ~ /steps/0/parallel/0/signals/branch: step "b": nothing can follow it here
          {"id": "a", "agent": "writer", "prompt": "{{ input.topik }}"} ~ /steps/0/prompt: step "a": "input.topik": the schema of the input declares no "topik"
          {"id": "a", "agent": "writer", "prompt": "{{ input.files[0].nam }}"} ~ declares no "nam"
          {"id": "a", "agent": "writer", "prompt": "{{ state.note }}"} ~ /steps/0/prompt: step "a": "state.note": the workflow declares no such key of its state; perhaps "notes"?
          {"id": "a", "agent": "writer", "prompt": "{{ inputs.topic }}"} ~ there is no "inputs" here; perhaps "input"?
          {"id": "a", "agent": "writer", "prompt": "{{ item }}"} ~ there is no "item" here
          {"id": "a", "agent": "writer", "prompt": "{{ steps.a.output }}"} ~ step "a" cannot be counted on to be over here
          {"id": "a", "agent": "writer", "prompt": "{{ steps.b.output }}"} ~ there is no such step
          {"id": "a", "wait": "1s"}, {"id": "b", "agent": "writer", "prompt": "{{ steps.a.result }}"} ~ /steps/1/prompt: step "b": "steps.a.result": a step has output, status and error
          {"id": "a", "parallel": [{"id": "b", "wait": "1s"}, {"id": "c", "agent": "writer", "prompt": "{{ steps.b.output }}"}]} ~ /steps/0/parallel/1/prompt: step "c": "steps.b.output": step "b" cannot be counted on
          {"id": "a", "map": "input.files", "do": [{"id": "b", "wait": "1s"}]}, {"id": "c", "transform": {"x": "{{ steps.b.output }}"}} ~ /steps/1/transform/x: step "c": "steps.b.output": step "b" cannot be counted on
          {"id": "a", "branch": [{"when": "steps.z.output", "do": []}]} ~ /steps/0/branch/0/when: step "a"
          {"id": "a", "map": "input.topic", "do": [{"id": "b", "wait": "1s"}]} ~ /steps/0/map: step "a": "map" needs a list, and "input.topic" is of type string
          {"id": "z", "agent": "writer"}, {"id": "a", "map": "steps.z.output", "do": [{"id": "b", "wait": "1s"}]} ~ /steps/1/map: step "a": "map" needs a list
          {"id": "a", "map": "3", "do": [{"id": "b", "wait": "1s"}]} ~ is of type integer
          {"id": "a", "tool": "read"} ~ /steps/0/args: step "a": "path" is missing
          {"id": "a", "tool": "read", "args": {"path": 7}} ~ /steps/0/args/path: step "a": is of type integer, where the schema wants string
          {"id": "a", "tool": "read", "args": {"path": "x", "lines": "{{ input.topic }}"}} ~ /steps/0/args/lines: step "a": is of type string, where the schema wants integer
          {"id": "a", "tool": "read", "args": {"path": "x", "tags": ["y", 2]}} ~ /steps/0/args/tags/1
          {"id": "a", "tool": "read", "args": {"path": "x", "line": 1}} ~ /steps/0/args/line: step "a": the schema knows no "line"
          {"id": "a", "workflow": "publish", "with": {"path": true}} ~ /steps/0/with/path: step "a": is of type boolean
          """)
  void flawsNameTheStepAndThePointer(String steps, String flaw) {
    assertThat(flawsOfSteps(steps)).contains(flaw);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"id": "a", "tool": "read", "args": {"path": "{{ input.extra.anything }}"}}
          {"id": "a", "tool": "read", "args": {"path": "{{ context.whatever }}", "lines": 2.0}}
          {"id": "a", "map": "input.files", "do": [{"id": "b", "agent": "writer", "prompt": "{{ item.name }}"}]}
          {"id": "a", "map": "state.notes", "do": [{"id": "b", "wait": "1s"}]}
          """)
  void whatIsNotCertainIsNoFlaw(String steps) {
    assertThat(flawsOfSteps(steps)).isEmpty();
  }

  @Test
  void workflowThatRunsItselfIsRefused() {
    Workflow one = calling("one", "two");
    Workflow two = calling("two", "three");
    Workflow three = calling("three", "one");
    Known known = new Known(Map.of(), Map.of(), Map.of("two", two, "three", three), Set.of());

    assertThat(WorkflowCheck.flaws(one, known))
        .extracting(Flaw::toString)
        .containsExactly(
            "/steps/0/workflow: step \"call\": the workflow would run itself: one → two → three →"
                + " one");
  }

  @Test
  void longChainOfWorkflowsIsNoProblem() {
    Map<String, Workflow> chain =
        IntStream.range(0, 10_000)
            .boxed()
            .collect(
                java.util.stream.Collectors.toMap(
                    i -> "w" + i, i -> calling("w" + i, "w" + (i + 1))));
    Known known = new Known(Map.of(), Map.of(), chain, Set.of());

    assertThat(WorkflowCheck.flaws(calling("first", "w0"), known)).isEmpty();
  }

  private static Workflow calling(String id, String other) {
    return workflow(id, List.of(Step.of("call", new WorkflowNode(other, JsonTemplate.EMPTY))));
  }

  private static Workflow workflow(String id, List<Step> steps) {
    return new Workflow(id, Optional.empty(), Map.of(), steps, Optional.empty());
  }

  @Test
  void tenThousandNestedStepsAreRefusedNotAStackOverflow() {
    Step deep = Step.of("leaf", new TransformNode(Map.of()));
    for (int i = 0; i < 10_000; i++) {
      deep = Step.of("s" + i, new SequenceNode(List.of(deep)));
    }

    assertThat(WorkflowCheck.flaws(workflow("deep", List.of(deep)), KNOWN))
        .extracting(Flaw::toString)
        .containsExactly(
            "/steps/0" + "/steps/0".repeat(16) + ": step \"s9983\": steps nest at most 16 deep");
  }

  @Test
  void tenThousandStepsSideBySideAreRefused() {
    List<Step> many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> Step.of("s" + i, new TransformNode(Map.of())))
            .toList();

    assertThatThrownBy(() -> WorkflowCheck.require(workflow("many", many), KNOWN))
        .isInstanceOf(WorkflowException.class)
        .hasMessage("/steps/1000: step \"s1000\": a workflow has at most 1000 steps");
  }

  @Test
  void idAndStateAreChecked() {
    assertThat(
            flaws("{\"id\": \"Not This\", \"steps\": [], \"state\": {\"a\": {\"merge\": \"ad\"}}}"))
        .contains("/id: \"Not This\" is no id", "/steps: a workflow has at least one step")
        .contains("/state/a/merge: state key \"a\": unknown merge rule \"ad\"");
  }

  @Test
  void stepThatIsPutInIsCheckedAgainstTheWorkflow() {
    Step step =
        WorkflowDocument.readStep(
            Json.parse("{\"id\": \"a\", \"tool\": \"reed\", \"args\": {\"path\": \"{{ item }}\"}}"),
            _ -> _ -> false);

    assertThat(WorkflowCheck.flaws(step, PUBLISH, KNOWN))
        .extracting(Flaw::toString)
        .containsExactly(
            "/id: step \"a\": the id is taken by the step at /steps/0",
            "/tool: step \"a\": unknown tool \"reed\"; perhaps \"read\"?");
  }
}
