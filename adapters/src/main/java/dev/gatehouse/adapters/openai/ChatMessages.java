package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayList;
import java.util.List;

/// Writes a conversation in the words of the Chat Completions wire. Results are messages of their
/// own, which can hold no pictures: those follow in a message of the user's.
final class ChatMessages {

  private final ChatHost host;
  private final ToolNames names;
  private final List<Json> messages = new ArrayList<>();

  private ChatMessages(ChatHost host, ToolNames names) {
    this.host = host;
    this.names = names;
  }

  static Json of(ModelRequest request, ChatHost host, ToolNames names) {
    var conversation = new ChatMessages(host, names);
    if (!request.system().isBlank()) {
      conversation.say("system", Json.of(request.system()));
    }
    request.messages().forEach(conversation::add);
    return Json.array(conversation.messages);
  }

  private void add(Message message) {
    if (message.role() == Role.ASSISTANT) {
      assistant(message);
    } else {
      results(message);
      user(message.content());
    }
  }

  private void results(Message message) {
    List<Content> pictures = new ArrayList<>();
    for (var content : message.content()) {
      if (content instanceof Content.ToolResult result) {
        messages.add(
            Json.obj(
                "role", Json.of("tool"),
                "tool_call_id", Json.of(result.id()),
                "content", Json.of(result.output())));
        pictures.addAll(result.images());
      }
    }
    user(pictures);
  }

  private void user(List<? extends Content> contents) {
    boolean onlyText = contents.stream().noneMatch(Content.Image.class::isInstance);
    List<Json> parts = new ArrayList<>();
    var words = new StringBuilder();
    for (var content : contents) {
      if (content instanceof Content.Text(var text) && !text.isEmpty()) {
        words.append(text);
        parts.add(Json.obj("type", Json.of("text"), "text", Json.of(text)));
      } else if (content instanceof Content.Image image) {
        var url = Json.obj("url", Json.of(ImageUrl.of(image)));
        parts.add(Json.obj("type", Json.of("image_url"), "image_url", url));
      }
    }
    if (!parts.isEmpty()) {
      say("user", onlyText ? Json.of(words.toString()) : Json.array(parts));
    }
  }

  private void assistant(Message message) {
    List<Json> calls = new ArrayList<>();
    var thought = new StringBuilder();
    for (var content : message.content()) {
      if (content instanceof Content.ToolUse use) {
        calls.add(call(use));
      } else if (content instanceof Content.Thinking thinking) {
        thought.append(thinking.text());
      }
    }
    String text = message.text();
    if (text.isEmpty() && calls.isEmpty()) {
      return;
    }
    var said =
        Json.object()
            .put("role", "assistant")
            .put("content", text.isEmpty() ? Json.NULL : Json.of(text));
    if (!calls.isEmpty()) {
      said.put("tool_calls", Json.array(calls));
    }
    // Some open models want their own thought back while they use tools; the others skip the field.
    if (host == ChatHost.COMPATIBLE && !calls.isEmpty() && !thought.isEmpty()) {
      said.put("reasoning_content", thought.toString());
    }
    messages.add(said.build());
  }

  private Json call(Content.ToolUse use) {
    var function =
        Json.obj(
            "name", Json.of(names.wire(use.name())), "arguments", Json.of(use.input().toString()));
    return Json.obj("id", Json.of(use.id()), "type", Json.of("function"), "function", function);
  }

  private void say(String role, Json content) {
    messages.add(Json.obj("role", Json.of(role), "content", content));
  }
}
