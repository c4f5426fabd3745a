package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.provider.ProviderFrame.Kind;
import dev.gatehouse.testkit.provider.ScriptedAnswer.Part;
import java.util.ArrayList;
import java.util.List;

/// Puts an answer into the words of OpenAI's Chat Completions wire. Thoughts go into
/// `reasoning_content`.
final class ChatFrames {

  private final ScriptedAnswer answer;
  private final List<ProviderFrame> frames = new ArrayList<>();
  private int calls;

  ChatFrames(ScriptedAnswer answer) {
    this.answer = answer;
  }

  List<ProviderFrame> frames() {
    add(Kind.START, Json.obj("role", Json.of("assistant"), "content", Json.of("")));
    answer.parts().forEach(this::part);
    frames.add(chunk(Kind.END, Json.array(choice(Json.object().build(), Json.of(finishReason())))));
    frames.add(usage());
    frames.add(ProviderFrame.data(Kind.END, "[DONE]"));
    return frames;
  }

  private void part(Part part) {
    switch (part) {
      case Part.Text(var pieces) ->
          pieces.forEach(piece -> add(Kind.WORDS, Json.obj("content", Json.of(piece))));
      case Part.Thought(var signature, var pieces) ->
          pieces.forEach(piece -> add(Kind.WORDS, Json.obj("reasoning_content", Json.of(piece))));
      case Part.ToolUse use -> call(use);
    }
  }

  private void call(Part.ToolUse use) {
    int index = calls++;
    var opening =
        Json.object()
            .put("index", index)
            .put("id", use.id())
            .put("type", "function")
            .put("function", Json.obj("name", Json.of(use.name()), "arguments", Json.of("")))
            .build();
    add(Kind.BLOCK, Json.obj("tool_calls", Json.array(opening)));
    for (var piece : use.pieces()) {
      var more =
          Json.obj("index", Json.of(index), "function", Json.obj("arguments", Json.of(piece)));
      add(Kind.ARGUMENTS, Json.obj("tool_calls", Json.array(more)));
    }
  }

  private ProviderFrame usage() {
    var counts = answer.usage();
    long prompt = counts.input() + counts.cacheRead() + counts.cacheWrite();
    var usage =
        Json.object()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", counts.output())
            .put("total_tokens", prompt + counts.output())
            .put(
                "prompt_tokens_details",
                Json.obj(
                    "cached_tokens", Json.of(counts.cacheRead()),
                    "cache_write_tokens", Json.of(counts.cacheWrite())))
            .put(
                "completion_tokens_details",
                Json.obj("reasoning_tokens", Json.of(counts.reasoning())))
            .build();
    return ProviderFrame.data(
        Kind.END, envelope().put("choices", Json.array()).put("usage", usage).build().toString());
  }

  private String finishReason() {
    return switch (answer.stop()) {
      case END_TURN, STOP_SEQUENCE -> "stop";
      case TOOL_USE -> "tool_calls";
      case MAX_TOKENS -> "length";
      case REFUSAL, CONTENT_FILTER -> "content_filter";
      case MAX_TURNS, BUDGET, TIME, DEPTH ->
          throw new IllegalArgumentException("no model stops for that");
    };
  }

  private void add(Kind kind, Json delta) {
    frames.add(chunk(kind, Json.array(choice(delta, Json.NULL))));
  }

  private ProviderFrame chunk(Kind kind, Json choices) {
    return ProviderFrame.data(kind, envelope().put("choices", choices).build().toString());
  }

  private static Json choice(Json delta, Json finishReason) {
    return Json.obj("index", Json.of(0), "delta", delta, "finish_reason", finishReason);
  }

  private Json.ObjBuilder envelope() {
    return Json.object()
        .put("id", "chatcmpl-scripted")
        .put("object", "chat.completion.chunk")
        .put("created", 1_700_000_000L)
        .put("model", answer.model());
  }
}
