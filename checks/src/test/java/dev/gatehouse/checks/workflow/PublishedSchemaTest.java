package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.WorkflowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the published schema what the code says; `-Dguide=write` writes it.
class PublishedSchemaTest {

  private static final Path FILE = RepositoryRoot.find().resolve("docs/workflow.schema.json");

  private final NetworkntValidator validator = new NetworkntValidator();

  @Test
  void publishedSchemaIsTheOneOfThisBuild() throws IOException {
    if ("write".equals(System.getProperty("guide"))) {
      var mapper = new JsonMapper();
      Files.writeString(
          FILE,
          mapper
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(mapper.readTree(WorkflowSchema.json().toString()))
              + "\n");
    }

    assertThat(Json.parse(Files.readString(FILE))).isEqualTo(WorkflowSchema.json());
  }

  @Test
  void schemaIsSound() {
    assertThat(validator.check(WorkflowSchema.json())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\": \"x\", \"steps\": [], \"title\": \"y\"}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\"}]}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\", \"agent\": \"b\", \"tool\": \"c\"}]}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\", \"agent\": \"b\", \"args\": {}}]}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\", \"loop\": []}]}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\", \"wait\": \"soon\"}]}",
        "{\"id\": \"x\", \"steps\": [{\"id\": \"a\", \"wait\": \"1s\", \"on-error\":"
            + " \"panic\"}]}"
      })
  void whatIsNoWorkflowIsInvalid(String document) {
    assertThat(validator.validate(WorkflowSchema.json(), Json.parse(document))).isNotEmpty();
  }
}
