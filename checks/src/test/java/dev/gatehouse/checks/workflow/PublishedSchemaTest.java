package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.WorkflowSchema;
import dev.gatehouse.gateway.config.ConfigSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the published schemas what the code says; `-Dguide=write` writes them.
class PublishedSchemaTest {

  private static final Path DOCS = RepositoryRoot.find().resolve("docs");

  private final NetworkntValidator validator = new NetworkntValidator();

  @Test
  void schemaOfWorkflowsIsTheOneOfThisBuild() throws IOException {
    requirePublished("workflow.schema.json", WorkflowSchema.json());
  }

  @Test
  void schemaOfTheConfigurationIsTheOneOfThisBuild() throws IOException {
    requirePublished("gatehouse.schema.json", ConfigSchema.json());
  }

  private static void requirePublished(String name, Json.Obj schema) throws IOException {
    Path file = DOCS.resolve(name);
    if ("write".equals(System.getProperty("guide"))) {
      var mapper = new JsonMapper();
      Files.writeString(
          file,
          mapper
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(mapper.readTree(schema.toString()))
              + "\n");
    }
    assertThat(Json.parse(Files.readString(file))).isEqualTo(schema);
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
