package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.Locale;

/// Writes a request in the words of the Chat Completions wire.
final class ChatRequest {

  private final ModelRequest request;
  private final ChatHost host;
  private final ToolNames names;

  ChatRequest(ModelRequest request, ChatHost host, ToolNames names) {
    this.request = request;
    this.host = host;
    this.names = names;
  }

  Json json() {
    var body =
        Json.object()
            .put("model", request.model())
            .put("stream", true)
            .put("stream_options", Json.obj("include_usage", Json.of(true)))
            .put(host.maxTokensField(), request.maxTokens())
            .put("messages", ChatMessages.of(request, host, names));
    if (!request.tools().isEmpty()) {
      body.put("tools", tools(request.tools()));
    }
    if (request.thinking() != ModelRequest.Thinking.OFF) {
      body.put("reasoning_effort", request.thinking().name().toLowerCase(Locale.ROOT));
    }
    request
        .outputSchema()
        .ifPresent(schema ->
            body.put(
                "response_format",
                Json.obj("type", Json.of("json_schema"), "json_schema", named(schema))));
    return body.build();
  }

  private static Json named(Json schema) {
    return Json.obj("name", Json.of("answer"), "schema", schema, "strict", Json.of(false));
  }

  private Json tools(List<ToolSpec> tools) {
    return Json.array(
        tools.stream()
            .map(tool ->
                Json.obj(
                    "type", Json.of("function"),
                    "function",
                        Json.obj(
                            "name", Json.of(names.wire(tool.name())),
                            "description", Json.of(tool.description()),
                            "parameters", tool.inputSchema())))
            .toList());
  }
}
