package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/// One question to a model.
///
/// @param model the provider's own name of the model
/// @param system the system prompt, empty for none
/// @param messages the conversation; it starts with a user message and every tool use has its
///   result
/// @param tools what the model may call, in a stable order so that prompt caches hold
/// @param maxTokens the most tokens the answer may have, thought included
/// @param thinking how hard to think
/// @param outputSchema a JSON Schema the answer's text must satisfy, when the wire can enforce one
/// @param credential the caller's own key, which replaces the configured one
/// @param trace the `traceparent` to pass on
public record ModelRequest(
    String model,
    String system,
    List<Message> messages,
    List<ToolSpec> tools,
    int maxTokens,
    Thinking thinking,
    Optional<Json> outputSchema,
    Optional<Credential> credential,
    Optional<String> trace) {

  /// Copies the lists.
  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max tokens must be at least 1, not " + maxTokens);
    }
  }

  /// A plain question without tools: 16,000 tokens, no thought.
  public static ModelRequest of(String model, String system, List<Message> messages) {
    return new ModelRequest(
        model,
        system,
        messages,
        List.of(),
        16_000,
        Thinking.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// {@return this request with tools}
  public ModelRequest withTools(List<ToolSpec> offered) {
    return new ModelRequest(
        model, system, messages, offered, maxTokens, thinking, outputSchema, credential, trace);
  }

  /// How hard a model thinks before it answers. Adapters map it to what their wire has.
  public enum Thinking {
    OFF,
    LOW,
    MEDIUM,
    HIGH
  }
}
