package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.ClosedSchema;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.ModelRequest.Thinking;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes a request in the words of the Messages wire. Marks for the prompt cache stand where
/// prefixes repeat: after the tools, after the system prompt, and after the last user message.
final class AnthropicRequest {

  static final Json CACHE_MARK = Json.obj("type", Json.of("ephemeral"));

  private static final int SMALLEST_BUDGET = 1024;

  private AnthropicRequest() {}

  static Json of(ModelRequest request, ToolNames names) {
    var version = ClaudeVersion.of(request.model());
    var body =
        Json.object()
            .put("model", request.model())
            .put("max_tokens", request.maxTokens())
            .put("stream", true);
    if (!request.system().isBlank()) {
      body.put("system", Json.array(marked(text(request.system()))));
    }
    body.put("messages", AnthropicMessages.of(request.messages(), names));
    if (!request.tools().isEmpty()) {
      body.put("tools", tools(request.tools(), names));
    }
    thinking(request, version).ifPresent(mode -> body.put("thinking", mode));
    outputConfig(request, version).ifPresent(config -> body.put("output_config", config));
    return body.build();
  }

  static Json.Obj text(String words) {
    return Json.obj("type", Json.of("text"), "text", Json.of(words));
  }

  static Json marked(Json.Obj block) {
    var copy = Json.object();
    block.members().forEach(copy::put);
    return copy.put("cache_control", CACHE_MARK).build();
  }

  private static Json tools(List<ToolSpec> tools, ToolNames names) {
    List<Json> items = new ArrayList<>();
    for (var tool : tools) {
      var item =
          Json.object()
              .put("name", names.wire(tool.name()))
              .put("description", tool.description())
              .put("input_schema", tool.inputSchema())
              .build();
      items.add(items.size() == tools.size() - 1 ? marked(item) : item);
    }
    return Json.array(items);
  }

  private static Optional<Json> thinking(ModelRequest request, ClaudeVersion version) {
    if (request.thinking() == Thinking.OFF) {
      return Optional.empty();
    }
    if (version.thinksAdaptively()) {
      return Optional.of(Json.obj("type", Json.of("adaptive"), "display", Json.of("summarized")));
    }
    // The budget must leave room for the answer.
    int budget = Math.min(budget(request.thinking()), request.maxTokens() - SMALLEST_BUDGET);
    return version.thinksWithinBudget() && budget >= SMALLEST_BUDGET
        ? Optional.of(Json.obj("type", Json.of("enabled"), "budget_tokens", Json.of(budget)))
        : Optional.empty();
  }

  private static int budget(Thinking thinking) {
    return switch (thinking) {
      case OFF -> 0;
      case LOW -> 2_048;
      case MEDIUM -> 8_192;
      case HIGH -> 16_384;
    };
  }

  private static Optional<Json> outputConfig(ModelRequest request, ClaudeVersion version) {
    var config = Json.object();
    boolean effort = request.thinking() != Thinking.OFF && version.thinksAdaptively();
    if (effort) {
      config.put("effort", request.thinking().name().toLowerCase(Locale.ROOT));
    }
    var schema = request.outputSchema().filter(wanted -> version.followsSchema());
    schema.ifPresent(wanted ->
        config.put(
            "format", Json.obj("type", Json.of("json_schema"), "schema", ClosedSchema.of(wanted))));
    return effort || schema.isPresent() ? Optional.of(config.build()) : Optional.empty();
  }
}
