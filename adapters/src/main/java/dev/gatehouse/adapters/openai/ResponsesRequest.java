package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.ModelRequest.Thinking;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.Locale;

/// Writes a request in the words of the Responses wire. Nothing is stored over there: the
/// conversation goes along each time, thoughts as sealed items.
final class ResponsesRequest {

  private static final int FEWEST_TOKENS = 16;
  private static final List<String> WITHOUT_THOUGHT =
      List.of("gpt-3", "gpt-4", "chatgpt-", "gpt-5-chat");

  private final ModelRequest request;
  private final ToolNames names;

  ResponsesRequest(ModelRequest request, ToolNames names) {
    this.request = request;
    this.names = names;
  }

  Json json() {
    var body =
        Json.object()
            .put("model", request.model())
            .put("stream", true)
            .put("store", false)
            .put("max_output_tokens", Math.max(FEWEST_TOKENS, request.maxTokens()))
            .put("input", ResponsesItems.of(request.messages(), names));
    if (!request.system().isBlank()) {
      body.put("instructions", request.system());
    }
    if (!request.tools().isEmpty()) {
      body.put("tools", tools(request.tools()));
    }
    if (thinks(request.model())) {
      body.put("include", Json.array(Json.of("reasoning.encrypted_content")));
      if (request.thinking() != Thinking.OFF) {
        body.put("reasoning", reasoning(request.thinking()));
      }
    }
    request
        .outputSchema()
        .ifPresent(schema -> body.put("text", Json.obj("format", format(schema))));
    return body.build();
  }

  /// Models that do not think refuse everything that has to do with thought.
  private static boolean thinks(String model) {
    return WITHOUT_THOUGHT.stream().noneMatch(model::startsWith);
  }

  private static Json reasoning(Thinking thinking) {
    String effort = thinking.name().toLowerCase(Locale.ROOT);
    return Json.obj("effort", Json.of(effort), "summary", Json.of("auto"));
  }

  private static Json format(Json schema) {
    return Json.object()
        .put("type", "json_schema")
        .put("name", "answer")
        .put("schema", schema)
        .put("strict", false)
        .build();
  }

  private Json tools(List<ToolSpec> tools) {
    return Json.array(tools.stream().map(this::tool).toList());
  }

  private Json tool(ToolSpec tool) {
    return Json.object()
        .put("type", "function")
        .put("name", names.wire(tool.name()))
        .put("description", tool.description())
        .put("parameters", tool.inputSchema())
        .put("strict", false)
        .build();
  }
}
