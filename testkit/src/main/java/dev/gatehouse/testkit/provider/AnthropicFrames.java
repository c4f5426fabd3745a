package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.testkit.provider.ProviderFrame.Kind;
import dev.gatehouse.testkit.provider.ScriptedAnswer.Part;
import java.util.ArrayList;
import java.util.List;

/// Puts an answer into the words of Anthropic's Messages wire.
final class AnthropicFrames {

  private final ScriptedAnswer answer;
  private final List<ProviderFrame> frames = new ArrayList<>();

  AnthropicFrames(ScriptedAnswer answer) {
    this.answer = answer;
  }

  List<ProviderFrame> frames() {
    add(Kind.START, "message_start", Json.object().put("message", message()));
    add(Kind.BLOCK, "ping", Json.object());
    for (int i = 0; i < answer.parts().size(); i++) {
      part(i, answer.parts().get(i));
    }
    var delta = Json.obj("stop_reason", Json.of(stopReason()), "stop_sequence", Json.NULL);
    add(Kind.END, "message_delta", Json.object().put("delta", delta).put("usage", finalUsage()));
    add(Kind.END, "message_stop", Json.object());
    return frames;
  }

  private void part(int index, Part part) {
    add(Kind.BLOCK, "content_block_start", at(index).put("content_block", opening(part)));
    for (var piece : part.pieces()) {
      add(kind(part), "content_block_delta", at(index).put("delta", delta(part, piece)));
    }
    if (part instanceof Part.Thought thought) {
      var signature =
          Json.obj("type", Json.of("signature_delta"), "signature", Json.of(thought.signature()));
      add(Kind.BLOCK, "content_block_delta", at(index).put("delta", signature));
    }
    add(Kind.BLOCK, "content_block_stop", at(index));
  }

  private static Kind kind(Part part) {
    return part instanceof Part.ToolUse ? Kind.ARGUMENTS : Kind.WORDS;
  }

  private static Json opening(Part part) {
    return switch (part) {
      case Part.Text text -> Json.obj("type", Json.of("text"), "text", Json.of(""));
      case Part.Thought thought ->
          Json.obj("type", Json.of("thinking"), "thinking", Json.of(""), "signature", Json.of(""));
      case Part.ToolUse use ->
          Json.object()
              .put("type", "tool_use")
              .put("id", use.id())
              .put("name", use.name())
              .put("input", Json.object().build())
              .build();
    };
  }

  private static Json delta(Part part, String piece) {
    return switch (part) {
      case Part.Text text -> Json.obj("type", Json.of("text_delta"), "text", Json.of(piece));
      case Part.Thought thought ->
          Json.obj("type", Json.of("thinking_delta"), "thinking", Json.of(piece));
      case Part.ToolUse use ->
          Json.obj("type", Json.of("input_json_delta"), "partial_json", Json.of(piece));
    };
  }

  private Json message() {
    return Json.object()
        .put("id", "msg_scripted")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", answer.model())
        .put("content", Json.array())
        .put("stop_reason", Json.NULL)
        .put("stop_sequence", Json.NULL)
        .put(
            "usage",
            Json.object()
                .put("input_tokens", answer.usage().input())
                .put("cache_creation_input_tokens", answer.usage().cacheWrite())
                .put("cache_read_input_tokens", answer.usage().cacheRead())
                .put("output_tokens", 1)
                .build())
        .build();
  }

  private Json finalUsage() {
    return Json.object()
        .put("output_tokens", answer.usage().output())
        .put(
            "output_tokens_details",
            Json.obj("thinking_tokens", Json.of(answer.usage().reasoning())))
        .build();
  }

  private String stopReason() {
    return switch (answer.stop()) {
      case CONTENT_FILTER -> StopReason.REFUSAL.wire();
      case END_TURN, TOOL_USE, MAX_TOKENS, REFUSAL, STOP_SEQUENCE -> answer.stop().wire();
      case MAX_TURNS, BUDGET, TIME, DEPTH ->
          throw new IllegalArgumentException("no model stops for that");
    };
  }

  private static Json.ObjBuilder at(int index) {
    return Json.object().put("index", index);
  }

  private void add(Kind kind, String type, Json.ObjBuilder members) {
    var event = Json.object().put("type", type);
    members.build().members().forEach(event::put);
    frames.add(ProviderFrame.named(kind, type, event.build()));
  }
}
