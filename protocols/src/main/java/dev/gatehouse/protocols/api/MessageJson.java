package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import java.util.Locale;

/// Stored messages as clients read them.
final class MessageJson {

  private MessageJson() {}

  static Json of(Message message) {
    return Json.object()
        .put("role", message.role().name().toLowerCase(Locale.ROOT))
        .put("content", Json.array(message.content().stream().map(MessageJson::block).toList()))
        .build();
  }

  private static Json block(Content content) {
    return switch (content) {
      case Content.Text text -> Json.object().put("type", "text").put("text", text.text()).build();
      case Content.Image image -> image(image);
      case Content.Thinking thought ->
          Json.object().put("type", "thinking").put("text", thought.text()).build();
      case Content.ToolUse use ->
          Json.object()
              .put("type", "tool_use")
              .put("tool_call_id", use.id())
              .put("tool_name", use.name())
              .put("tool_input", use.input())
              .build();
      case Content.ToolResult result ->
          Json.object()
              .put("type", "tool_result")
              .put("tool_call_id", result.id())
              .put("output", result.output())
              .put("is_error", result.error())
              .build();
      case Content.Opaque opaque ->
          Json.object().put("type", "opaque").put("wire", opaque.wire()).build();
    };
  }

  private static Json image(Content.Image image) {
    var source = Json.object().put("type", kind(image));
    image.artifact().ifPresent(id -> source.put("id", id));
    image.url().filter(_ -> image.artifact().isEmpty()).ifPresent(url -> source.put("url", url));
    image.mediaType().ifPresent(type -> source.put("media_type", type));
    image.data().ifPresent(data -> source.put("data", data));
    return Json.object().put("type", "image").put("source", source.build()).build();
  }

  private static String kind(Content.Image image) {
    if (image.artifact().isPresent()) {
      return "artifact";
    }
    return image.url().isPresent() ? "url" : "base64";
  }
}
