package dev.gatehouse.oracles;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/// A request that uses everything a request can hold.
final class Conversation {

  private Conversation() {}

  static ModelRequest withEverything(String model) {
    var schema =
        Json.parse(
            """
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}\
            """);
    var image =
        new Content.Image(Optional.of("image/png"), Optional.of("iVBORw0KGgo="), Optional.empty());
    var messages =
        List.of(
            new Message(Role.USER, List.of(new Content.Text("What is this?"), image)),
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Content.Thinking("Let me look.", Optional.of("c2lnbmVk"), Optional.empty()),
                    new Content.Thinking("", Optional.empty(), Optional.of("c2VhbGVk")),
                    new Content.Opaque("responses", sealedThought()),
                    new Content.Text("I will look it up."),
                    new Content.ToolUse(
                        "call_1",
                        "weather.now",
                        Json.parse("{\"city\":\"Wien\"}"),
                        Optional.empty()),
                    new Content.ToolUse(
                        "call_2", "weather.now", Json.object().build(), Optional.of("{\"city\"")))),
            new Message(
                Role.TOOL,
                List.of(
                    new Content.ToolResult("call_1", "sunny", false, List.of(image)),
                    new Content.ToolResult(
                        "call_2", "the arguments are not JSON", true, List.of()))),
            Message.user("Go on."));
    return new ModelRequest(
        model,
        "Be brief.",
        messages,
        List.of(new ToolSpec("weather.now", "Tells the weather.", schema)),
        8_000,
        ModelRequest.Thinking.MEDIUM,
        Optional.of(schema),
        Optional.empty(),
        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  private static Json sealedThought() {
    return Json.parse(
        """
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "c2VhbGVk"}\
        """);
  }
}
