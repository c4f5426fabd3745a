package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Writes a conversation in the words of the Messages wire: two roles that take turns, tool results
/// first in the user's turn, no empty text, and of thoughts only those this provider has signed.
final class AnthropicMessages {

  private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");

  private final ToolNames names;
  private final List<Turn> turns = new ArrayList<>();

  private AnthropicMessages(ToolNames names) {
    this.names = names;
  }

  static Json of(List<Message> messages, ToolNames names) {
    var conversation = new AnthropicMessages(names);
    messages.forEach(conversation::add);
    return conversation.json();
  }

  private void add(Message message) {
    String role = message.role() == Role.ASSISTANT ? "assistant" : "user";
    for (var content : message.content()) {
      block(content)
          .ifPresent(block -> turn(role).add(block, content instanceof Content.ToolResult));
    }
  }

  private Turn turn(String role) {
    if (turns.isEmpty() || !turns.getLast().role.equals(role)) {
      turns.add(new Turn(role));
    }
    return turns.getLast();
  }

  private Json json() {
    int lastUser = -1;
    for (int i = 0; i < turns.size(); i++) {
      lastUser = turns.get(i).role.equals("user") ? i : lastUser;
    }
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      items.add(i == lastUser ? turns.get(i).marked() : turns.get(i).plain());
    }
    return Json.array(items);
  }

  private Optional<Json.Obj> block(Content content) {
    return switch (content) {
      case Content.Text(var text) ->
          text.isBlank() ? Optional.empty() : Optional.of(AnthropicRequest.text(text));
      case Content.Image image -> Optional.of(image(image));
      case Content.Thinking thinking -> thought(thinking);
      case Content.ToolUse use ->
          Optional.of(
              Json.object()
                  .put("type", "tool_use")
                  .put("id", id(use.id()))
                  .put("name", names.wire(use.name()))
                  .put("input", use.input())
                  .build());
      case Content.ToolResult result -> Optional.of(result(result));
      case Content.Opaque(var wire, var data) ->
          wire.equals(AnthropicWire.NAME) ? data.asObject() : Optional.empty();
    };
  }

  private static Json.Obj image(Content.Image image) {
    var source =
        image
            .data()
            .map(data ->
                Json.obj(
                    "type", Json.of("base64"),
                    "media_type", Json.of(image.mediaType().orElse("image/png")),
                    "data", Json.of(data)))
            .orElseGet(
                () -> Json.obj("type", Json.of("url"), "url", Json.of(image.url().orElseThrow())));
    return Json.obj("type", Json.of("image"), "source", source);
  }

  private static Optional<Json.Obj> thought(Content.Thinking thinking) {
    if (thinking.redacted().isPresent()) {
      return Optional.of(
          Json.obj(
              "type", Json.of("redacted_thinking"), "data", Json.of(thinking.redacted().get())));
    }
    return thinking
        .signature()
        .map(proof ->
            Json.obj(
                "type", Json.of("thinking"),
                "thinking", Json.of(thinking.text()),
                "signature", Json.of(proof)));
  }

  private static Json.Obj result(Content.ToolResult result) {
    List<Json> parts = new ArrayList<>();
    if (!result.output().isBlank()) {
      parts.add(AnthropicRequest.text(result.output()));
    }
    result.images().forEach(image -> parts.add(image(image)));
    var block =
        Json.object()
            .put("type", "tool_result")
            .put("tool_use_id", id(result.id()))
            .put("content", Json.array(parts));
    return result.error() ? block.put("is_error", true).build() : block.build();
  }

  /// Ids of other providers may hold what this wire refuses.
  private static String id(String id) {
    return FOREIGN.matcher(id).replaceAll("_");
  }

  /// Everything one side says before the other speaks.
  private static final class Turn {

    private final String role;
    private final List<Json.Obj> blocks = new ArrayList<>();
    private int results;

    private Turn(String role) {
      this.role = role;
    }

    private void add(Json.Obj block, boolean result) {
      if (result) {
        blocks.add(results++, block);
      } else {
        blocks.add(block);
      }
    }

    private Json plain() {
      return Json.obj("role", Json.of(role), "content", Json.array(blocks));
    }

    private Json marked() {
      List<Json> content = new ArrayList<>(blocks);
      content.set(content.size() - 1, AnthropicRequest.marked(blocks.getLast()));
      return Json.obj("role", Json.of(role), "content", Json.array(content));
    }
  }
}
