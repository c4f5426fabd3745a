package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.core.workflow.WorkflowCheck;
import dev.gatehouse.core.workflow.WorkflowSchema;
import dev.gatehouse.gateway.config.WorkflowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the documents on the page about workflows to what they claim.
class GuideWorkflowsTest {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```yaml document\\n(.*?)^```$");
  private static final Known KNOWN =
      new Known(
          Map.of("researcher", List.of("research"), "writer", List.of("prose")),
          Map.of("reserve", Json.object().build()),
          Map.of(),
          Set.of());

  static Stream<String> documents() throws IOException {
    String page = Files.readString(RepositoryRoot.find().resolve("docs/guide/workflows.md"));
    return FENCE.matcher(page).results().map(fence -> fence.group(1));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void documentOnThePageCouldRun(String document) {
    assertThat(WorkflowCheck.flaws(WorkflowFile.read(document, Patterns.installed()), KNOWN))
        .isEmpty();
    assertThat(
            new NetworkntValidator().validate(WorkflowSchema.json(), WorkflowFile.json(document)))
        .isEmpty();
  }
}
