package dev.gatehouse.oracles;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;

/// A server made of the protocol's own Java SDK, over stdio, in a process of its own.
final class SdkMcpServer {

  private SdkMcpServer() {}

  public static void main(String[] none) {
    var json = McpJsonDefaults.getMapper();
    McpSyncServer server =
        McpServer.sync(new StdioServerTransportProvider(json))
            .serverInfo("sdk", "2.1.0")
            .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
            .toolCall(tool("add"), (_, request) -> add(request))
            .toolCall(tool("ask"), (exchange, _) -> ask(exchange))
            .toolCall(tool("work"), SdkMcpServer::work)
            .toolCall(tool("break"), (_, _) -> broken())
            .build();
    server.addTool(
        new io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification(
            tool("late"), (_, _) -> text("late")));
  }

  private static McpSchema.Tool tool(String name) {
    var properties = Map.of("a", Map.of("type", "integer"), "b", Map.of("type", "integer"));
    return McpSchema.Tool.builder(
            name, Map.<String, Object>of("type", "object", "properties", properties))
        .description("does it")
        .build();
  }

  private static CallToolResult add(CallToolRequest request) {
    int sum = number(request, "a") + number(request, "b");
    return CallToolResult.builder()
        .structuredContent(Map.of("sum", sum))
        .content(List.of())
        .build();
  }

  private static int number(CallToolRequest request, String name) {
    return request.arguments().get(name) instanceof Number given ? given.intValue() : 0;
  }

  private static CallToolResult ask(McpSyncServerExchange exchange) {
    var properties = Map.of("name", Map.of("type", "string"));
    var answer =
        exchange.createElicitation(
            McpSchema.ElicitFormRequest.builder(
                    "Who?", Map.<String, Object>of("type", "object", "properties", properties))
                .build());
    return text(answer.action() + " " + answer.content().get("name"));
  }

  private static CallToolResult work(McpSyncServerExchange exchange, CallToolRequest request) {
    exchange.progressNotification(
        McpSchema.ProgressNotification.builder(request.meta().get("progressToken"), 1)
            .total(2.0)
            .message("half of it")
            .build());
    return text("done");
  }

  private static CallToolResult broken() {
    return CallToolResult.builder().addTextContent("no luck").isError(true).build();
  }

  private static CallToolResult text(String words) {
    return CallToolResult.builder().addTextContent(words).build();
  }
}
