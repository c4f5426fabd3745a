package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Next;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunSpec.Watch;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.RunReplay;
import dev.gatehouse.gateway.WorkflowFiles;
import dev.gatehouse.gateway.WorkflowResult;
import dev.gatehouse.gateway.WorkflowRun;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The example workflows at work, on the demo model.
final class ExampleRunsTest {

  private static final Path FOLDER = RepositoryRoot.find().resolve("examples/workflows");
  private static final Environment NO_KEYS = Environment.of(_ -> null);

  private final Gateway gateway;

  ExampleRunsTest(@TempDir Path data) {
    gateway =
        Gateway.plan()
            .config(ConfigFile.read(FOLDER.resolve("gatehouse.yaml"), NO_KEYS))
            .environment(NO_KEYS)
            .model("demo/fast")
            .data(data)
            .embedded();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Workflow example(String name) {
    return WorkflowFiles.read(FOLDER.resolve(name + ".yaml"));
  }

  private static Json.Obj given(String json) {
    return (Json.Obj) Json.parse(json);
  }

  private static void requireSameDecisions(EventStore store, String run) {
    RunReplay.Finding finding = RunReplay.of(store, run, RunMachine.STANDARD).orElseThrow();

    assertThat(finding.first()).isEmpty();
    assertThat(finding.events()).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chain | {\"topic\": \"tea\"} | Polish this text",
        "parallel-research | {\"question\": \"why\"} | Answer the question",
        "critic-loop | {\"topic\": \"tea\"} | unchanged",
        "manager-worker | {\"task\": \"- find out (capability=research)\\n- write\"} | task-1",
        "router-failover | {\"kind\": \"numbers\", \"question\": \"what is 2 + 3\"} | 2 + 3 = 5"
      })
  void exampleRunsOnTheDemoModelAndReplays(String name, String input, String yields)
      throws InterruptedException {
    WorkflowResult result = gateway.execute(example(name), given(input));

    assertThat(result.success()).as(result.json().toString()).isTrue();
    assertThat(result.workflow()).isEqualTo(name);
    assertThat(result.output().toString()).contains(yields);
    assertThat(result.steps().values())
        .allMatch(step -> step.status().matches("completed|skipped"));
    requireSameDecisions(gateway.runtime().store(), result.run());
  }

  @ParameterizedTest
  @CsvSource({"approve, published", "deny, kept"})
  void humanDecidesWhatIsPublished(String answer, String done) throws InterruptedException {
    var order =
        new WorkflowRun.Order(
            example("human-publish"),
            given("{\"topic\": \"tea\"}"),
            Json.object().build(),
            Watch.WATCHED);
    try (WorkflowRun run = gateway.begin(order)) {
      Optional<String> question = Optional.empty();
      while (question.isEmpty()) {
        question = QuestionsAsked.in(run.next(Duration.ofSeconds(10)));
      }

      Optional<String> refusal = run.answer(question.get(), Optional.of(Json.of(answer)));
      WorkflowResult result = run.await();

      assertThat(refusal).isEmpty();
      assertThat(Objects.requireNonNull(result.steps().get(done)).status()).isEqualTo("completed");
      assertThat(result.success()).isTrue();
      requireSameDecisions(gateway.runtime().store(), run.id());
    }
  }

  @Test
  void whatNeedsAHumanFailsWithNobodyWatching() throws InterruptedException {
    WorkflowResult result =
        gateway.execute(example("human-publish"), given("{\"topic\": \"tea\"}"));

    assertThat(result.success()).isFalse();
    assertThat(
            Objects.requireNonNull(result.steps().get("review")).error().orElseThrow().toString())
        .contains("approval_required");
  }

  @Test
  void inputThatDoesNotFitIsRefusedWithThePointer() {
    assertThatThrownBy(() -> gateway.execute(example("chain"), given("{\"topic\": 1}")))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("/input/topic");
  }

  @Test
  void machineThatDecidesOtherwiseIsFoundOut() throws InterruptedException {
    WorkflowResult result = gateway.execute(example("chain"), given("{\"topic\": \"tea\"}"));

    RunReplay.Finding finding =
        RunReplay.of(
                gateway.runtime().store(),
                result.run(),
                new RunMachine(state -> state.flow().isPresent() ? Map.of() : Next.of(state)))
            .orElseThrow();

    assertThat(finding.first().orElseThrow().run()).isEqualTo(result.run());
    assertThat(finding.first().orElseThrow().what().recorded()).contains("decided");
  }
}
