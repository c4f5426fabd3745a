package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;

/// A server's tool as agents use it.
record McpTool(McpSource source, ListedTool listed) implements Tool {

  @Override
  public ToolSpec spec() {
    return listed.spec();
  }

  @Override
  public ToolPolicy policy() {
    return listed.policy();
  }

  @Override
  public String location() {
    return source.server().location();
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    Json.Obj arguments = input.asObject().orElse(Json.object().build());
    return source.call(listed, arguments, context);
  }
}
