package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ToolContext;
import java.util.Optional;

/// Puts a server's question to the human the run serves.
///
/// The human always sees which server asks. A question that is no form, such as one that wants an
/// address opened, is declined: we never said that we could do it.
final class Elicitation {

  private static final int MAX_MESSAGE = 4_000;

  private Elicitation() {}

  /// {@return what the server is told}
  static Json.Obj ask(McpServer server, Json params, ToolContext context)
      throws InterruptedException {
    String mode = params.at("mode").flatMap(Json::text).orElse("form");
    Optional<Json.Obj> schema = params.at("requestedSchema").flatMap(Json::asObject);
    if (!mode.equals("form") || schema.isEmpty()) {
      return action("decline");
    }
    String message = params.at("message").flatMap(Json::text).orElse("");
    String shown = message.substring(0, Math.min(MAX_MESSAGE, message.length()));
    ToolContext.Reply reply =
        context.ask("MCP server \"" + server.name() + "\" asks: " + shown, schema.get());
    return switch (reply.resolution()) {
      case ANSWERED ->
          reply
              .value()
              .map(value -> Json.obj("action", Json.of("accept"), "content", value))
              .orElseGet(() -> action("decline"));
      case DECLINED -> action("decline");
      case EXPIRED, CANCELLED -> action("cancel");
    };
  }

  private static Json.Obj action(String what) {
    return Json.obj("action", Json.of(what));
  }
}
