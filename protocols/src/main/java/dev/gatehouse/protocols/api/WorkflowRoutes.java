package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Surroundings;
import dev.gatehouse.runtime.catalog.WorkflowBook;
import dev.gatehouse.runtime.catalog.WorkflowBook.Edition;
import dev.gatehouse.runtime.catalog.WorkflowBook.Publication;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Workflows: to publish and to look at.
final class WorkflowRoutes {

  /// What a first attempt says that published a new version.
  private static final String FRESH = "fresh";

  private final ApiWorld world;
  private final Idempotency idempotency;

  WorkflowRoutes(ApiWorld world, Idempotency idempotency) {
    this.world = world;
    this.idempotency = idempotency;
  }

  private WorkflowBook book() {
    return world.runtime().workflows();
  }

  /// `POST /workflows`
  void publish(Exchange exchange) throws IOException {
    Caller caller = exchange.caller();
    if (!caller.role().covers(CallerRole.OPERATOR)) {
      throw new ProblemException(Problem.roleRequired(CallerRole.OPERATOR));
    }
    Workflow workflow = read(exchange.body().json());
    requireRunnable(caller, workflow);
    Idempotency.Claim claim =
        idempotency.claim(exchange, "workflows\n" + caller.owner(), workflow.id());
    boolean again = claim.outcome().filter(FRESH::equals).isPresent();
    switch (book().publish(caller.key().tenant(), workflow, caller.user())) {
      case Publication.Fresh(Edition edition) -> {
        idempotency.settle(claim, edition.id(), FRESH);
        exchange.json(201, brief(edition).build());
      }
      case Publication.Known(Edition edition) ->
          exchange.json(again ? 201 : 200, brief(edition).build());
      case Publication.Taken(String id) ->
          throw new ProblemException(
              Problem.of(
                  ProblemCode.CONFLICT,
                  "workflow \""
                      + id
                      + "\" is configured; change it in the configuration, or choose another id"));
    }
  }

  private Workflow read(Json document) {
    try {
      return WorkflowDocument.read(document, world.runtime().catalog().policy().patterns());
    } catch (WorkflowException wrong) {
      throw invalid("", wrong.flaws());
    }
  }

  private void requireRunnable(Caller caller, Workflow workflow) {
    List<Workflow> others =
        book().all(caller.key().tenant()).stream().map(Edition::workflow).toList();
    List<Flaw> flaws = Surroundings.flaws(workflow, world.runtime().catalog(), others);
    if (!flaws.isEmpty()) {
      throw invalid("", flaws);
    }
  }

  /// {@return what is wrong with a document, as a problem of the body}
  ///
  /// @param pointer where in the body the document stands
  static ProblemException invalid(String pointer, List<Flaw> flaws) {
    return new ProblemException(
        Problem.invalidBody(
            flaws.stream()
                .map(flaw -> new Violation(pointer + flaw.pointer(), flaw.message()))
                .toList()));
  }

  /// `GET /workflows`
  void list(Exchange exchange) throws IOException {
    Caller caller = exchange.caller();
    List<Json.Obj> items =
        book().all(caller.key().tenant()).stream()
            .filter(edition -> caller.mayUse(edition.id()))
            .map(edition -> brief(edition).build())
            .toList();
    exchange.json(200, Lists.page(exchange, items, "id"));
  }

  /// `GET /workflows/{id}`
  void show(Exchange exchange) throws IOException {
    Edition edition = edition(exchange);
    exchange.json(
        200, brief(edition).put("workflow", WorkflowDocument.write(edition.workflow())).build());
  }

  private Edition edition(Exchange exchange) {
    Optional<Integer> version =
        exchange.query().integer("version", 1, Integer.MAX_VALUE).map(Long::intValue);
    return find(world, exchange.caller(), exchange.value("id"), version);
  }

  /// {@return a version of a workflow that the caller may run, the one that counts now unless told}
  ///
  /// @throws ProblemException when there is none
  static Edition find(ApiWorld world, Caller caller, String id, Optional<Integer> version) {
    WorkflowBook book = world.runtime().workflows();
    String tenant = caller.key().tenant();
    return version
        .map(number -> book.find(tenant, id, number))
        .orElseGet(() -> book.find(tenant, id))
        .filter(edition -> caller.mayUse(edition.id()))
        .orElseThrow(() ->
            new ProblemException(
                Problem.notFound(
                    version.map(number -> "version " + number + " of workflow").orElse("workflow"),
                    id)));
  }

  private static Json.ObjBuilder brief(Edition edition) {
    return Json.object()
        .put("id", edition.id())
        .put("version", edition.version())
        .put("digest", edition.digest())
        .put("published_at", edition.published().toString())
        .put("published_by", edition.by());
  }
}
