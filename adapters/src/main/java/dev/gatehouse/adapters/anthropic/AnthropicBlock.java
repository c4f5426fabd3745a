package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.Fragments;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.ToolInput;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ModelListener;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One block of the answer while it arrives.
sealed interface AnthropicBlock {

  /// Takes a delta and tells the listener what of it can be told.
  void delta(JsonNode delta, ModelListener listener);

  /// Takes the end of the block.
  void stop(ModelListener listener);

  /// {@return the block as it is kept}
  Content content();

  /// {@return whether a delta of this type belongs into this block}
  default boolean accepts(String deltaType) {
    return switch (deltaType) {
      case "text_delta" -> this instanceof Words || this instanceof Unknown;
      case "thinking_delta", "signature_delta" ->
          this instanceof Thought || this instanceof Unknown;
      case "input_json_delta" -> this instanceof Use || this instanceof Unknown;
      default -> true;
    };
  }

  /// Opens the block a `content_block_start` describes.
  static AnthropicBlock open(JsonNode start, ToolNames names) {
    return switch (WireJson.text(start, "type")) {
      case "text" -> new Words(new Fragments());
      case "thinking" -> new Thought();
      case "redacted_thinking" -> new Sealed(WireJson.text(start, "data"));
      case "tool_use" -> new Use(start, names.original(WireJson.text(start, "name")));
      default -> new Unknown(start);
    };
  }

  /// Text. Citations are not kept.
  record Words(Fragments fragments) implements AnthropicBlock {

    @Override
    public void delta(JsonNode delta, ModelListener listener) {
      fragments.add(WireJson.text(delta, "text"), listener::text);
    }

    @Override
    public void stop(ModelListener listener) {
      fragments.end(listener::text);
    }

    @Override
    public Content content() {
      return new Content.Text(fragments.text());
    }
  }

  /// A thought, whose signature comes at its end.
  final class Thought implements AnthropicBlock {

    private final Fragments fragments = new Fragments();
    private final StringBuilder signature = new StringBuilder();

    private Thought() {}

    @Override
    public void delta(JsonNode delta, ModelListener listener) {
      fragments.add(WireJson.text(delta, "thinking"), listener::thinking);
      signature.append(WireJson.text(delta, "signature"));
    }

    @Override
    public void stop(ModelListener listener) {
      fragments.end(listener::thinking);
    }

    @Override
    public Content content() {
      Optional<String> proof =
          signature.isEmpty() ? Optional.empty() : Optional.of(signature.toString());
      return new Content.Thinking(fragments.text(), proof, Optional.empty());
    }
  }

  /// A thought the provider hides.
  record Sealed(String data) implements AnthropicBlock {

    @Override
    public void delta(JsonNode delta, ModelListener listener) {}

    @Override
    public void stop(ModelListener listener) {}

    @Override
    public Content content() {
      return new Content.Thinking("", Optional.empty(), Optional.of(data));
    }
  }

  /// A call of one of our tools, whose arguments come as pieces of JSON text.
  final class Use implements AnthropicBlock {

    private final String id;
    private final String name;
    private final JsonNode given;
    private final Fragments arguments = new Fragments();

    private Use(JsonNode start, String name) {
      this.id = WireJson.text(start, "id");
      this.name = name;
      this.given = start.path("input");
      if (id.isEmpty() || name.isEmpty()) {
        throw StreamFailure.protocol("a tool call without id or name");
      }
    }

    @Override
    public void delta(JsonNode delta, ModelListener listener) {
      arguments.add(WireJson.text(delta, "partial_json"), piece -> listener.toolInput(id, piece));
    }

    @Override
    public void stop(ModelListener listener) {
      if (arguments.isEmpty() && !given.isEmpty()) {
        arguments.add(given.toString(), piece -> listener.toolInput(id, piece));
      }
      arguments.end(piece -> listener.toolInput(id, piece));
    }

    /// {@return whether the model wrote nothing for it, which is fine unless it was cut short}
    boolean blank() {
      return arguments.isEmpty();
    }

    @Override
    public Content.ToolUse content() {
      return ToolInput.use(id, name, arguments.text());
    }
  }

  /// A block we do not know, kept as it came with its deltas merged in.
  final class Unknown implements AnthropicBlock {

    private final ObjectNode block;
    private final StringBuilder input = new StringBuilder();

    private Unknown(JsonNode start) {
      if (!(start instanceof ObjectNode object)) {
        throw StreamFailure.protocol("a block that is no object");
      }
      this.block = object;
    }

    @Override
    public void delta(JsonNode delta, ModelListener listener) {
      input.append(WireJson.text(delta, "partial_json"));
      delta.properties().stream()
          .filter(
              member -> !member.getKey().equals("type") && !member.getKey().equals("partial_json"))
          .forEach(member -> merge(member.getKey(), member.getValue()));
    }

    /// Strings grow, everything else is replaced.
    private void merge(String name, JsonNode value) {
      JsonNode before = block.path(name);
      if (before.isString() && value.isString()) {
        block.put(name, before.stringValue() + value.stringValue());
      } else {
        block.set(name, value);
      }
    }

    @Override
    public void stop(ModelListener listener) {}

    @Override
    public Content content() {
      var kept = Json.object();
      block.properties().stream()
          .filter(member -> input.isEmpty() || !member.getKey().equals("input"))
          .forEach(member -> kept.put(member.getKey(), WireJson.kept(member.getValue())));
      if (!input.isEmpty()) {
        kept.put("input", inputValue());
      }
      return new Content.Opaque(AnthropicWire.NAME, kept.build());
    }

    private Json inputValue() {
      try {
        return Json.parse(input.toString());
      } catch (JsonException e) {
        throw StreamFailure.protocol("the input of a server tool is not JSON: " + e.getMessage());
      }
    }
  }
}
