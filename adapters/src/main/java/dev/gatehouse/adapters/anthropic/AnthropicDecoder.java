package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.FailureRules;
import dev.gatehouse.adapters.http.StreamDecoder;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Builds the answer from the events of the Messages wire.
///
/// The type of an event is the one in its data, because some senders leave out the `event` line.
/// Events of unknown type are skipped, as the wire demands; known ones out of order are an error.
final class AnthropicDecoder implements StreamDecoder {

  private final ToolNames names;
  private final ModelListener listener;
  private final FailureRules rules;
  private final Map<Integer, AnthropicBlock> blocks = new LinkedHashMap<>();
  private final Set<Integer> openBlocks = new HashSet<>();
  private final AnthropicUsage usage = new AnthropicUsage();
  private final TextDelta textDelta = new TextDelta();
  private final boolean asksForThought;
  private String model;
  private String message = "";
  private String stopReason = "";
  private boolean started;
  private boolean ended;

  AnthropicDecoder(
      ModelRequest request, ToolNames names, ModelListener listener, FailureRules rules) {
    this.names = names;
    this.listener = listener;
    this.rules = rules;
    this.model = request.model();
    this.asksForThought = request.thinking() != ModelRequest.Thinking.OFF;
  }

  @Override
  public void event(String type, byte[] buffer, int length) {
    if (!text(buffer, length)) {
      any(buffer, length);
    }
  }

  /// {@return whether it was a fragment of an open block of text}
  private boolean text(byte[] buffer, int length) {
    if (started
        && !ended
        && textDelta.read(buffer, length)
        && blocks.get(textDelta.index()) instanceof AnthropicBlock.Words words
        && openBlocks.contains(textDelta.index())) {
      words.fragments().add(textDelta.text(), listener::text);
      return true;
    }
    return false;
  }

  private void any(byte[] buffer, int length) {
    JsonNode event = WireJson.read(buffer, length);
    switch (WireJson.text(event, "type")) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> open(index(event), event.path("content_block"));
      case "content_block_delta" -> delta(index(event), event.path("delta"));
      case "content_block_stop" -> stop(index(event));
      case "message_delta" -> finish(event);
      case "message_stop" -> end();
      case "error" -> throw StreamFailure.of(rules.reported(event));
      default -> requireObject(event);
    }
  }

  private void start(JsonNode begun) {
    String id = WireJson.text(begun, "id");
    // The same message may be announced twice; another one means that two streams were mixed up.
    if (ended || (started && !id.equals(message))) {
      throw StreamFailure.protocol(
          "message \"" + id + "\" starts within message \"" + message + "\"");
    }
    started = true;
    message = id;
    model = begun.path("model").asString(model);
    usage.take(begun.path("usage"));
  }

  private void open(int index, JsonNode start) {
    requireRunning("content_block_start");
    var block = AnthropicBlock.open(start, names);
    if (blocks.putIfAbsent(index, block) != null) {
      throw StreamFailure.protocol("content block " + index + " starts twice");
    }
    openBlocks.add(index);
    if (!(block instanceof AnthropicBlock.Unknown)) {
      block.delta(start, listener);
    }
  }

  private void delta(int index, JsonNode delta) {
    var block = openBlock(index, "content_block_delta");
    String type = WireJson.text(delta, "type");
    if (!block.accepts(type)) {
      throw StreamFailure.protocol(
          "a \"" + type + "\" in content block " + index + " of another kind");
    }
    block.delta(delta, listener);
  }

  private void stop(int index) {
    openBlock(index, "content_block_stop").stop(listener);
    openBlocks.remove(index);
  }

  private void finish(JsonNode event) {
    requireRunning("message_delta");
    usage.take(event.path("usage"));
    stopReason = event.path("delta").path("stop_reason").asString(stopReason);
  }

  private void end() {
    if (!ended) {
      requireRunning("message_stop");
      if (!openBlocks.isEmpty()) {
        throw StreamFailure.protocol(
            "the message stops while content blocks " + openBlocks + " are open");
      }
      if (stopReason.isEmpty()) {
        throw StreamFailure.protocol("the message stops without a stop reason");
      }
    }
    ended = true;
  }

  private AnthropicBlock openBlock(int index, String event) {
    requireRunning(event);
    var block = blocks.get(index);
    if (block == null || !openBlocks.contains(index)) {
      throw StreamFailure.protocol(
          "a \"" + event + "\" for content block " + index + ", which is not open");
    }
    return block;
  }

  private void requireRunning(String event) {
    if (!started || ended) {
      throw StreamFailure.protocol(
          "a \"" + event + "\" " + (ended ? "after" : "before") + " the message");
    }
  }

  private static void requireObject(JsonNode event) {
    if (!event.isObject()) {
      throw StreamFailure.protocol("an event that is no JSON object");
    }
  }

  private static int index(JsonNode event) {
    return event.path("index").asInt(-1);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean endable() {
    return false;
  }

  @Override
  public boolean thinking() {
    return (asksForThought && blocks.isEmpty())
        || openBlocks.stream()
            .anyMatch(index -> blocks.get(index) instanceof AnthropicBlock.Thought);
  }

  @Override
  public ModelOutcome.Replied reply() {
    return AnthropicStop.reply(stopReason, List.copyOf(blocks.values()), usage.total(), model);
  }

  @Override
  public List<Content> partial() {
    List<Content> content = new ArrayList<>();
    for (var block : blocks.values()) {
      if (block instanceof AnthropicBlock.Words || block instanceof AnthropicBlock.Thought) {
        content.add(block.content());
      }
    }
    return content;
  }

  @Override
  public Usage usage() {
    return usage.total();
  }
}
