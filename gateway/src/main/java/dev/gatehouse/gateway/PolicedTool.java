package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Optional;

/// A tool that is treated as the configuration says instead of as it declares.
record PolicedTool(Tool tool, ToolPolicy policy) implements Tool {

  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public Tool within(Sandbox.Level floor) {
    return new PolicedTool(tool.within(floor), policy);
  }

  @Override
  public boolean offered() {
    return tool.offered();
  }

  @Override
  public boolean onlyByName() {
    return tool.onlyByName();
  }

  @Override
  public String location() {
    return tool.location();
  }

  @Override
  public Optional<Isolation> isolation() {
    return tool.isolation();
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws Exception {
    return tool.call(input, context);
  }

  @Override
  public Optional<ToolOutcome> probe(Json input, String idempotencyKey) throws Exception {
    return tool.probe(input, idempotencyKey);
  }
}
