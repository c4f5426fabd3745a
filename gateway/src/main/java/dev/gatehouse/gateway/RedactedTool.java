package dev.gatehouse.gateway;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Optional;

/// A tool whose words are cleaned of secrets before anybody hears them.
record RedactedTool(Tool tool, Redaction redaction) implements Tool {

  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public ToolPolicy policy() {
    return tool.policy();
  }

  @Override
  public boolean onlyByName() {
    return tool.onlyByName();
  }

  @Override
  public Tool within(Sandbox.Level floor) {
    return new RedactedTool(tool.within(floor), redaction);
  }

  @Override
  public boolean offered() {
    return tool.offered();
  }

  @Override
  public Optional<Isolation> isolation() {
    return tool.isolation();
  }

  @Override
  public String location() {
    return tool.location();
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws Exception {
    try {
      return redaction.clean(tool.call(input, new RedactedContext(context, redaction)));
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception broken) {
      String message =
          broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
      // Without its cause, whose message nobody has cleaned.
      throw new GatehouseException(ErrorCode.tool("tool_broke"), redaction.clean(message));
    }
  }

  @Override
  public Optional<ToolOutcome> probe(Json input, String idempotencyKey) throws Exception {
    return tool.probe(input, idempotencyKey).map(redaction::clean);
  }
}
