package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;

/// Gives back what it is given, and says so meanwhile.
final class EchoTool implements Tool {

  private final Runnable effect;

  EchoTool() {
    this(() -> {});
  }

  /// A tool that does something else besides.
  EchoTool(Runnable effect) {
    this.effect = effect;
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec("echo", "gives back", Json.obj("type", Json.of("object")));
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) {
    effect.run();
    context.output(ToolContext.Stream.STDOUT, "echoing");
    context.emit(Json.obj("type", Json.of("echo.progress"), "done", Json.of(1)));
    return ToolOutcome.ok(input);
  }
}
