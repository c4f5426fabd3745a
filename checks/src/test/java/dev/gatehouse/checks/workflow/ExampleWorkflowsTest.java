package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowCheck;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowSchema;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.WorkflowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleWorkflowsTest {

  private static final Path FOLDER = RepositoryRoot.find().resolve("examples/workflows");

  static Stream<Workflow> examples() {
    return ExampleWorkflows.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void documentAndJavaSayTheSame(Workflow built) throws IOException {
    String yaml = Files.readString(FOLDER.resolve(built.id() + ".yaml"));

    assertThat(WorkflowFile.read(yaml, Patterns.installed())).isEqualTo(built);
    assertThat(WorkflowFile.read(WorkflowDocument.write(built).toString(), Patterns.installed()))
        .isEqualTo(built);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleCanRunWithTheAgentsBesideIt(Workflow built) {
    assertThat(WorkflowCheck.flaws(built, known())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsValidUnderThePublishedSchema(Workflow built) throws IOException {
    var document = WorkflowFile.json(Files.readString(FOLDER.resolve(built.id() + ".yaml")));

    assertThat(new NetworkntValidator().validate(WorkflowSchema.json(), document)).isEmpty();
  }

  @Test
  void everyDocumentHasItsTwin() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> documents =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") && !name.equals("gatehouse.yaml"))
              .toList();

      assertThat(documents)
          .containsExactlyInAnyOrderElementsOf(examples().map(it -> it.id() + ".yaml").toList());
    }
  }

  private static Known known() {
    var config = ConfigFile.read(FOLDER.resolve("gatehouse.yaml"), Environment.of(_ -> null));
    var agents = new TreeMap<String, List<String>>();
    config
        .agents()
        .forEach((name, agent) ->
            agents.put(
                name, agent instanceof AgentConfig.Local local ? local.capabilities() : List.of()));
    return new Known(agents, Map.of(), Map.of(), Set.of());
  }
}
