package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Optional;

/// Something an agent can do. One object serves many calls at a time.
public interface Tool {

  /// {@return what the model is told}
  ToolSpec spec();

  /// {@return how the gateway treats it}
  default ToolPolicy policy() {
    return ToolPolicy.STANDARD;
  }

  /// {@return whether an agent has it only when its `tools` mean it by more than `*`}
  default boolean onlyByName() {
    return false;
  }

  /// {@return where its calls run: `backend`, `mcp:<server>` or `sandbox:<backend>`}
  default String location() {
    return "backend";
  }

  /// {@return whether models are told of it now; a call that comes anyway is made, and fails}
  default boolean offered() {
    return true;
  }

  /// {@return what keeps its calls from this machine, when they run in a sandbox}
  default Optional<Isolation> isolation() {
    return Optional.empty();
  }

  /// {@return this tool for a run whose programs need a sandbox of at least this level}
  default Tool within(Sandbox.Level floor) {
    return this;
  }

  /// Does it. The arguments satisfy the schema. An exception becomes the failure `tool_error`, with
  /// the exception's message for the model; an [InterruptedException] after the signal came becomes
  /// `cancelled`.
  ToolOutcome call(Json input, ToolContext context) throws Exception;

  /// Says whether the call with this key took effect, for tools in doubt whose rule is `probe`.
  ///
  /// @return the outcome when it did; empty when it did not and the call may be made again
  default Optional<ToolOutcome> probe(Json input, String idempotencyKey) throws Exception {
    throw new UnsupportedOperationException(
        "tool '" + spec().name() + "' declares on-unknown: probe but has no probe");
  }
}
