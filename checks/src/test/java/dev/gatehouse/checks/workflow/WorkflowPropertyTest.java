package dev.gatehouse.checks.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowCheck;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.core.workflow.WorkflowSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whatever a document says, it is read and checked to the end or refused with pointers.
class WorkflowPropertyTest {

  private static final int ROUNDS = 500;

  /// From so many on others may have gone unsaid.
  private static final int MOST_FLAWS = 100;

  private static final Patterns PATTERNS = regex -> Pattern.compile(regex).asPredicate();
  private static final NetworkntValidator SCHEMAS = new NetworkntValidator();
  private static final Json SCHEMA = WorkflowSchema.json();
  private static final Known KNOWN =
      new Known(
          Map.of("writer", List.of("prose")),
          Map.of("read", Json.obj("type", Json.of("object"))),
          Map.of("other", RandomWorkflow.of(1)),
          Set.of());

  @Test
  void whatIsWrittenReadsBackToAnEqualWorkflow() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Workflow workflow = RandomWorkflow.of(seed);
      Json document = WorkflowDocument.write(workflow);

      assertThat(WorkflowDocument.read(document, PATTERNS)).as("seed " + seed).isEqualTo(workflow);
      assertThat(WorkflowDocument.read(Json.parse(document.toString()), PATTERNS))
          .as("seed " + seed)
          .isEqualTo(workflow);
    }
  }

  @Test
  void whatIsWrittenIsValidUnderThePublishedSchema() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Workflow workflow = RandomWorkflow.of(seed);

      inSchema(workflow, WorkflowDocument.write(workflow), "seed " + seed);
    }
  }

  /// What is out of range is invalid under the schema, but may be read, and is found by the check.
  private static void inSchema(Workflow workflow, Json document, String as) {
    List<Flaw> flaws = WorkflowCheck.flaws(workflow, KNOWN);
    boolean all = flaws.size() < MOST_FLAWS;
    if (all && flaws.stream().noneMatch(WorkflowPropertyTest::isOfSchema)) {
      assertThat(SCHEMAS.validate(SCHEMA, document)).as(as + ": " + document).isEmpty();
    }
  }

  private static boolean isOfSchema(Flaw flaw) {
    return flaw.message().contains("must be between") || flaw.message().contains("unknown role");
  }

  @Test
  void everyFlawOfACheckPointsIntoTheDocumentOrAtAKeyThatIsAsUsual() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Workflow workflow = RandomWorkflow.of(seed);
      Json document = WorkflowDocument.write(workflow);

      for (Flaw flaw : WorkflowCheck.flaws(workflow, KNOWN)) {
        String parent = flaw.pointer().substring(0, flaw.pointer().lastIndexOf('/'));
        assertThat(at(document, parent)).as("seed " + seed + ": " + flaw).isPresent();
      }
    }
  }

  private static Optional<Json> at(Json document, String pointer) {
    Optional<Json> at = Optional.of(document);
    for (String key : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = key.replace("~1", "/").replace("~0", "~");
      at =
          at.flatMap(json ->
              json instanceof Json.Arr(var items)
                  ? Optional.of(items.get(Integer.parseInt(name)))
                  : json.at(name));
    }
    return at;
  }

  @Test
  void mutatedDocumentIsRefusedWithFlawsOrRoundTrips() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      var mutation = new JsonMutation(new Random(seed));
      Json document = WorkflowDocument.write(RandomWorkflow.of(seed));
      for (int i = 0; i < 5; i++) {
        document = mutation.of(document);
        survives(document, "seed " + seed + ", mutation " + i);
      }
    }
  }

  private static void survives(Json document, String as) {
    Workflow workflow;
    try {
      workflow = WorkflowDocument.read(document, PATTERNS);
    } catch (WorkflowException refused) {
      assertThat(refused.flaws()).as(as).isNotEmpty();
      return;
    }
    inSchema(workflow, document, as);
    assertThat(WorkflowDocument.read(WorkflowDocument.write(workflow), PATTERNS))
        .as(as)
        .isEqualTo(workflow);
  }
}
