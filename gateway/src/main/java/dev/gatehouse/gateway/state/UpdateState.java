package dev.gatehouse.gateway.state;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.state.StateFolder.Change;
import dev.gatehouse.gateway.state.StateFolder.Patch;

/// The tool by which an agent changes what it keeps. What it has written once under a key it does
/// not write again.
public final class UpdateState implements Tool {

  /// Its name.
  public static final String NAME = "update_state";

  private static final String DESCRIPTION =
      """
      Changes the state you keep between runs. The patch is merged into it as a JSON merge patch: \
      members replace those of the state, objects are merged, null removes a member. The result is \
      the whole state as it is then; an empty patch only shows it.\
      """;

  private static final Json PATCH =
      Json.obj(
          "type", Json.of("object"), "description", Json.of("What changes, and nothing else."));

  private static final ToolSpec SPEC =
      new ToolSpec(
          NAME,
          DESCRIPTION,
          Json.object()
              .put("type", "object")
              .put("properties", Json.obj("patch", PATCH))
              .put("required", Json.array(Json.of("patch")))
              .put("additionalProperties", false)
              .build());

  private final StateFolder folder;

  /// A tool over a folder.
  public UpdateState(StateFolder folder) {
    this.folder = folder;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD.idempotently();
  }

  @Override
  public boolean onlyByName() {
    return true;
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    Json.Obj patch = input.at("patch").flatMap(Json::asObject).orElseThrow();
    Patch change = new Patch(context.idempotencyKey(), context.tainted(), patch);
    return switch (folder.change(change)) {
      case Change.Made(KeptState now) ->
          ToolOutcome.ok(Json.obj("version", Json.of(now.version()), "state", now.state()));
      case Change.Refused(String why) ->
          new ToolOutcome.Failed(Failure.of(Failure.Code.INVALID_ARGUMENTS, why));
    };
  }
}
