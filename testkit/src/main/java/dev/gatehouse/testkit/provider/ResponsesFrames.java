package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.testkit.provider.ProviderFrame.Kind;
import dev.gatehouse.testkit.provider.ScriptedAnswer.Part;
import java.util.ArrayList;
import java.util.List;

/// Puts an answer into the words of OpenAI's Responses wire. Thoughts become reasoning items with
/// encrypted content.
final class ResponsesFrames {

  private final ScriptedAnswer answer;
  private final List<ProviderFrame> frames = new ArrayList<>();
  private final List<Json> output = new ArrayList<>();
  private int sequence;

  ResponsesFrames(ScriptedAnswer answer) {
    this.answer = answer;
  }

  List<ProviderFrame> frames() {
    add(Kind.START, "response.created", Json.object().put("response", response("in_progress")));
    add(Kind.START, "response.in_progress", Json.object().put("response", response("in_progress")));
    for (int i = 0; i < answer.parts().size(); i++) {
      item(i, answer.parts().get(i));
    }
    String status = isWhole() ? "completed" : "incomplete";
    add(Kind.END, "response." + status, Json.object().put("response", response(status)));
    return frames;
  }

  private void item(int index, Part part) {
    add(
        Kind.BLOCK,
        "response.output_item.added",
        at(index).put("item", item(index, part, "", "in_progress")));
    switch (part) {
      case Part.Text text -> words(index, text);
      case Part.Thought thought ->
          pieces(
              index, thought, Kind.WORDS, "response.reasoning_summary_text.delta", "summary_index");
      case Part.ToolUse use ->
          use.pieces()
              .forEach(piece ->
                  add(
                      Kind.ARGUMENTS,
                      "response.function_call_arguments.delta",
                      in(index, part).put("delta", piece)));
    }
    var done = item(index, part, String.join("", part.pieces()), "completed");
    output.add(done);
    add(Kind.BLOCK, "response.output_item.done", at(index).put("item", done));
  }

  private void words(int index, Part.Text text) {
    String all = String.join("", text.pieces());
    add(
        Kind.BLOCK,
        "response.content_part.added",
        in(index, text).put("content_index", 0).put("part", outputText("")));
    pieces(index, text, Kind.WORDS, "response.output_text.delta", "content_index");
    add(
        Kind.BLOCK,
        "response.output_text.done",
        in(index, text).put("content_index", 0).put("text", all).put("logprobs", Json.array()));
    add(
        Kind.BLOCK,
        "response.content_part.done",
        in(index, text).put("content_index", 0).put("part", outputText(all)));
  }

  private void pieces(int index, Part part, Kind kind, String event, String position) {
    for (var piece : part.pieces()) {
      var members = in(index, part).put(position, 0).put("delta", piece);
      add(kind, event, part instanceof Part.Text ? members.put("logprobs", Json.array()) : members);
    }
  }

  private static Json item(int index, Part part, String text, String status) {
    var item = Json.object().put("id", id(index, part));
    return switch (part) {
      case Part.Text words ->
          item.put("type", "message")
              .put("role", "assistant")
              .put("status", status)
              .put("content", text.isEmpty() ? Json.array() : Json.array(outputText(text)))
              .build();
      case Part.Thought thought ->
          item.put("type", "reasoning")
              .put("summary", summary(text))
              .put("encrypted_content", thought.signature())
              .build();
      case Part.ToolUse use ->
          item.put("type", "function_call")
              .put("call_id", use.id())
              .put("name", use.name())
              .put("arguments", text)
              .put("status", status)
              .build();
    };
  }

  private static Json summary(String text) {
    return text.isEmpty()
        ? Json.array()
        : Json.array(Json.obj("type", Json.of("summary_text"), "text", Json.of(text)));
  }

  private static Json outputText(String text) {
    return Json.object()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", Json.array())
        .put("logprobs", Json.array())
        .build();
  }

  private static String id(int index, Part part) {
    return switch (part) {
      case Part.Text words -> "msg_" + index;
      case Part.Thought thought -> "rs_" + index;
      case Part.ToolUse use -> "fc_" + index;
    };
  }

  private boolean isWhole() {
    return answer.stop() == StopReason.END_TURN || answer.stop() == StopReason.TOOL_USE;
  }

  private Json response(String status) {
    var response =
        Json.object()
            .put("id", "resp_scripted")
            .put("object", "response")
            .put("created_at", 1_700_000_000L)
            .put("status", status)
            .put("error", Json.NULL)
            .put("incomplete_details", incompleteDetails(status))
            .put("instructions", Json.NULL)
            .put("metadata", Json.object().build())
            .put("model", answer.model())
            .put("output", Json.array(output))
            .put("parallel_tool_calls", true)
            .put("temperature", 1)
            .put("tool_choice", "auto")
            .put("tools", Json.array())
            .put("top_p", 1);
    return status.equals("in_progress")
        ? response.put("usage", Json.NULL).build()
        : response.put("usage", usage()).build();
  }

  private Json incompleteDetails(String status) {
    if (!status.equals("incomplete")) {
      return Json.NULL;
    }
    String reason = answer.stop() == StopReason.MAX_TOKENS ? "max_output_tokens" : "content_filter";
    return Json.obj("reason", Json.of(reason));
  }

  private Json usage() {
    var counts = answer.usage();
    long input = counts.input() + counts.cacheRead() + counts.cacheWrite();
    return Json.object()
        .put("input_tokens", input)
        .put(
            "input_tokens_details",
            Json.obj(
                "cached_tokens", Json.of(counts.cacheRead()),
                "cache_write_tokens", Json.of(counts.cacheWrite())))
        .put("output_tokens", counts.output())
        .put("output_tokens_details", Json.obj("reasoning_tokens", Json.of(counts.reasoning())))
        .put("total_tokens", input + counts.output())
        .build();
  }

  private static Json.ObjBuilder at(int index) {
    return Json.object().put("output_index", index);
  }

  private static Json.ObjBuilder in(int index, Part part) {
    return at(index).put("item_id", id(index, part));
  }

  private void add(Kind kind, String type, Json.ObjBuilder members) {
    var event = Json.object().put("type", type).put("sequence_number", sequence++);
    members.build().members().forEach(event::put);
    frames.add(ProviderFrame.named(kind, type, event.build()));
  }
}
