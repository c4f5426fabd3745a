package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.ArrayList;
import java.util.List;

/// Writes a conversation as the items of the Responses wire. Calls, results and sealed thoughts are
/// items of their own; what lies between them becomes messages.
final class ResponsesItems {

  private final ToolNames names;
  private final List<Json> items = new ArrayList<>();
  private final List<Json> parts = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();

  private ResponsesItems(ToolNames names) {
    this.names = names;
  }

  static Json of(List<Message> messages, ToolNames names) {
    var conversation = new ResponsesItems(names);
    for (var message : messages) {
      message.content().forEach(content -> conversation.add(message.role(), content));
      conversation.endMessage();
    }
    return Json.array(conversation.items);
  }

  private void add(Role role, Content content) {
    switch (content) {
      case Content.Text(var text) -> text(role, text);
      case Content.Image image -> parts.add(image(image));
      // What can go back of a thought is in the sealed item beside it.
      case Content.Thinking thinking -> endMessage();
      case Content.ToolUse use -> item(call(use));
      case Content.ToolResult result -> item(result(result));
      case Content.Opaque(var wire, var data) -> opaque(wire, data);
    }
  }

  private void text(Role role, String text) {
    if (!text.isEmpty()) {
      if (role == Role.ASSISTANT) {
        said.append(text);
      } else {
        parts.add(Json.obj("type", Json.of("input_text"), "text", Json.of(text)));
      }
    }
  }

  private void item(Json item) {
    endMessage();
    items.add(item);
  }

  /// A reasoning item that was not sealed cannot go back, because nothing is stored over there.
  private void opaque(String wire, Json data) {
    boolean unsealed =
        data.at("type").flatMap(Json::text).filter("reasoning"::equals).isPresent()
            && data.at("encrypted_content").flatMap(Json::text).isEmpty();
    if (wire.equals(ResponsesWire.NAME) && !unsealed) {
      item(data);
    }
  }

  /// What the model said goes back as plain text: its own form of a message needs an id, which
  /// nothing stored has.
  private void endMessage() {
    if (!said.isEmpty()) {
      items.add(message("assistant", Json.of(said.toString())));
      said.setLength(0);
    }
    if (!parts.isEmpty()) {
      items.add(message("user", Json.array(parts)));
      parts.clear();
    }
  }

  private static Json message(String role, Json content) {
    return Json.obj("type", Json.of("message"), "role", Json.of(role), "content", content);
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
