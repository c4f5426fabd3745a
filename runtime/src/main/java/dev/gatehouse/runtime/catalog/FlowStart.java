package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.runtime.catalog.WorkflowBook.Edition;
import java.util.List;
import java.util.Optional;

/// What the run of a workflow begins with.
///
/// @param input what the workflow is given
/// @param context what its templates see as `context`
public record FlowStart(Edition edition, Json input, Json.Obj context) {

  /// {@return what is wrong with the input, by the schema of the workflow}
  public List<Violation> misfits(SchemaValidator schemas) {
    return edition
        .workflow()
        .input()
        .map(schema -> schemas.validate(schema, input))
        .orElse(List.of());
  }

  /// {@return the run}
  ///
  /// @param seen the workflow seen as an agent: how far its run may go, and which sandbox the
  ///   programs below it need
  /// @param request without a message: what is asked is the input
  /// @param catalog whose agents may take part
  public RunSpec spec(
      RunSpec.Origin origin,
      RunSpec.Owner owner,
      Agent seen,
      RunSpec.Request request,
      Catalog catalog) {
    String said = input.text().orElseGet(input::toString);
    AgentProfile profile = FlowProfile.of(edition.workflow());
    return new RunSpec(
        origin,
        owner,
        seen.profile().bounds().floor().map(profile::withSandboxFloor).orElse(profile),
        seen.limits(),
        request.withInput(List.of(Message.user(said))),
        Optional.of(
            new FlowSpec(
                edition.workflow(),
                edition.version(),
                input,
                context,
                Surroundings.crew(catalog),
                Optional.empty())));
  }
}
