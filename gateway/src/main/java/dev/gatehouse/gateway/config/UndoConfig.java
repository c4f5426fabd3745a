package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.core.workflow.WorkflowException;
import java.util.Optional;

/// How a call that has worked is taken back.
@ShortForm("tool")
public record UndoConfig(
    @Required @Doc("The tool that takes it back.") String tool,
    @Doc(
            "Its arguments, as templates over input and output of the call; those of the call when"
                + " absent.")
        Optional<Json.Obj> input) {

  static final UndoConfig STANDARD = new UndoConfig("nothing", Optional.empty());

  /// Refuses templates that could never be filled in.
  public UndoConfig {
    Require.notBlank("tool", tool);
    try {
      var _ = undo(tool, input);
    } catch (WorkflowException malformed) {
      throw new BadValueException("input", ": " + malformed.getMessage());
    } catch (IllegalArgumentException strange) {
      throw new BadValueException("input", ": " + strange.getMessage());
    }
  }

  /// {@return it as the tool's policy says it}
  public Undo undo() {
    return undo(tool, input);
  }

  private static Undo undo(String tool, Optional<Json.Obj> input) {
    return input.map(given -> new Undo(tool, given)).orElseGet(() -> Undo.by(tool));
  }
}
