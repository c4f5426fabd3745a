package dev.gatehouse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.WorkflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowFileTest {

  private static final String YAML =
      """
      id: nap
      steps:
        - id: way
          branch:
            - when: input.name matches '^a'
              do: [{ id: rest, wait: 10m }]
      """;

  @Test
  void yamlAndJsonOfTheSameWorkflowAreEqual() {
    String json =
        """
        {"id": "nap", "steps": [{"id": "way", "branch": [{"when": "input.name matches \\"^a\\"",
          "do": [{"id": "rest", "wait": "600s"}]}]}]}
        """;

    assertThat(WorkflowFile.read(YAML, Patterns.installed()))
        .isEqualTo(WorkflowFile.read(json, Patterns.installed()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just words",
        "- a\n- b",
        "{\"id\": 1, \"id\": 2}",
        "{",
        "id: a\nid: b",
        "id: x\nsteps: ${PATH}",
        "id: !!java.net.URL x",
        "id: x\nsteps: [{id: a, wait: 1" + "0000000000000000000000000000000000000000000000" + "}]",
        "id: x\nsteps: [{id: a, transform: {n: 1e999999999}}]",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nid: *c"
      })
  void whatIsNoDocumentIsRefusedWithFlaws(String text) {
    assertThatThrownBy(() -> WorkflowFile.read(text, Patterns.installed()))
        .isInstanceOfSatisfying(WorkflowException.class, it -> assertThat(it.flaws()).isNotEmpty());
  }

  @Test
  void deepYamlIsRefusedNotAStackOverflow() {
    String deep = "id: x\nsteps: " + "[".repeat(100_000) + "]".repeat(100_000);

    assertThatThrownBy(() -> WorkflowFile.read(deep, Patterns.installed()))
        .isInstanceOf(WorkflowException.class);
  }

  @Test
  void patternThatCouldRunForEverIsNoneHere() {
    assertThatThrownBy(
            () -> WorkflowFile.read(YAML.replace("'^a'", "'(a)\\1'"), Patterns.installed()))
        .hasMessageContaining("/steps/0/branch/0/when: expression");
  }
}
