package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.ArrayList;
import java.util.List;

/// Writes a conversation as the items of the Responses wire. Calls, results and sealed thoughts are items of their own;
/// what lies between them becomes messages.
final class ResponsesItems {

  private final ToolNames names;
  private final List<Json> items = new ArrayList<>();
  private final List<Json> parts = new ArrayList<>();

  private ResponsesItems(ToolNames names) {
    this.names = names;
  }

  static Json of(List<Message> messages, ToolNames names) {
    var conversation = new ResponsesItems(names);
    for (var message : messages) {
      message.content().forEach(content -> conversation.add(message.role(), content));
      conversation.endMessage(message.role());
    }
    return Json.array(conversation.items);
  }

  private void add(Role role, Content content) {
    switch (content) {
      case Content.Text(var text) -> text(role, text);
      case Content.Image image -> parts.add(image(image));
      // What can go back of a thought is in the sealed item beside it.
      case Content.Thinking thinking -> endMessage(role);
      case Content.ToolUse use -> item(role, call(use));
      case Content.ToolResult result -> item(role, result(result));
      case Content.Opaque(var wire, var data) -> opaque(role, wire, data);
    }
  }

  private void text(Role role, String text) {
    if (!text.isEmpty()) {
      String type = role == Role.ASSISTANT ? "output_text" : "input_text";
      parts.add(Json.obj("type", Json.of(type), "text", Json.of(text)));
    }
  }

  private void item(Role role, Json item) {
    endMessage(role);
    items.add(item);
  }

  /// A reasoning item that was not sealed cannot go back, because nothing is stored over there.
  private void opaque(Role role, String wire, Json data) {
    boolean unsealed =
        data.at("type").flatMap(Json::text).filter("reasoning"::equals).isPresent()
            && data.at("encrypted_content").flatMap(Json::text).isEmpty();
    if (wire.equals(ResponsesWire.NAME) && !unsealed) {
      item(role, data);
    }
  }

  private void endMessage(Role role) {
    if (!parts.isEmpty()) {
      String who = role == Role.ASSISTANT ? "assistant" : "user";
      items.add(
          Json.obj(
              "type", Json.of("message"), "role", Json.of(who), "content", Json.array(parts)));
      parts.clear();
    }
  }

  private Json call(Content.ToolUse use) {
    return Json.object()
        .put("type", "function_call")
        .put("call_id", use.id())
        .put("name", names.wire(use.name()))
        .put("arguments", use.malformed().orElseGet(() -> use.input().toString()))
        .build();
  }

  private static Json result(Content.ToolResult result) {
    List<Json> pictures = new ArrayList<>();
    result.images().forEach(image -> pictures.add(image(image)));
    Json output = Json.of(result.output());
    if (!pictures.isEmpty()) {
      pictures.addFirst(Json.obj("type", Json.of("input_text"), "text", output));
      output = Json.array(pictures);
    }
    return Json.obj(
        "type", Json.of("function_call_output"), "call_id", Json.of(result.id()), "output", output);
  }

  private static Json image(Content.Image image) {
    return Json.obj(
        "type", Json.of("input_image"),
        "detail", Json.of("auto"),
        "image_url", Json.of(ImageUrl.of(image)));
  }
}
