package dev.gatehouse.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Holds the beginning of a workflow's run to the text it was first released with: the whole
/// document stands in it. `-Dgolden=write` writes the text when there is none yet.
class WorkflowRunGoldenTest {

  private static final Path FILE =
      Path.of("src/test/resources/dev/gatehouse/core/workflow/run_created.json");

  @Test
  void runOfAWorkflowReadsAndWritesItsGoldenText() throws IOException {
    Event created =
        EventSamples.all()
            .filter(RunEvent.RunCreated.class::isInstance)
            .map(event -> withFlow((RunEvent.RunCreated) event))
            .findFirst()
            .orElseThrow();
    if ("write".equals(System.getProperty("golden")) && Files.notExists(FILE)) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, Event.CODEC.encode(created) + "\n");
    }

    String golden = Files.readString(FILE).strip();
    assertThat(Event.CODEC.encode(created)).hasToString(golden);
    assertThat(Event.CODEC.decode(Json.parse(golden))).isEqualTo(created);
  }

  private static Event withFlow(RunEvent.RunCreated created) {
    RunSpec spec = created.spec();
    return new RunEvent.RunCreated(
        new RunSpec(
            spec.origin(),
            spec.owner(),
            spec.agent(),
            spec.limits(),
            spec.request(),
            Optional.of(NodeSamples.flow())));
  }
}
