package dev.gatehouse.testkit.random;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A conversation with tool turns, as it is stored and as a client saw it.
///
/// @param stored every message
/// @param seen what a client keeps of them
public record RandomConversation(List<Message> stored, List<Seen> seen) {

  /// Copies the lists.
  public RandomConversation {
    stored = List.copyOf(stored);
    seen = List.copyOf(seen);
  }

  /// One message in a client's eyes.
  ///
  /// @param start the place of the first stored message it stands for
  public record Seen(Message message, int start) {}

  /// How much of an answer a client keeps.
  private enum Eyes {
    ALL_TEXT,
    LAST_TEXT
  }

  /// A conversation of a few runs, some of which were cancelled before they said anything.
  public static RandomConversation of(Draw draw) {
    List<Message> stored = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    Eyes eyes = draw.oneOf(List.of(Eyes.values()));
    for (int runs = draw.between(0, 5); runs > 0; runs--) {
      Message question = question(draw);
      seen.add(new Seen(question, stored.size()));
      stored.add(question);
      int start = stored.size();
      List<String> texts = answer(draw, stored);
      if (!texts.isEmpty()) {
        String text = eyes == Eyes.ALL_TEXT ? String.join("", texts) : texts.getLast();
        seen.add(new Seen(Message.assistant(draw.chance(0.2) ? text.strip() : text), start));
      }
    }
    return new RandomConversation(stored, seen);
  }

  /// {@return what a client keeps, without its places}
  public List<Message> history() {
    return seen.stream().map(Seen::message).toList();
  }

  private static Message question(Draw draw) {
    if (draw.chance(0.8)) {
      return Message.user(draw.words());
    }
    Content image =
        new Content.Image(
            Optional.empty(), Optional.empty(), Optional.of("https://example.com/a.png"));
    return new Message(Role.USER, List.of(new Content.Text(draw.words()), image));
  }

  /// Adds the messages of one answer.
  ///
  /// @return their texts, the blank ones left out
  private static List<String> answer(Draw draw, List<Message> stored) {
    List<String> texts = new ArrayList<>();
    for (int calls = draw.below(4); calls > 0; calls--) {
      String text = draw.chance(0.5) ? draw.words() + " " : "";
      stored.add(calling(text, "call_" + stored.size()));
      if (draw.chance(0.9)) {
        stored.add(result("call_" + (stored.size() - 1)));
      }
      keep(text, texts);
    }
    if (draw.chance(0.8)) {
      String text = draw.words();
      stored.add(Message.assistant(text));
      keep(text, texts);
    }
    return texts;
  }

  private static void keep(String text, List<String> texts) {
    if (!text.isBlank()) {
      texts.add(text);
    }
  }

  private static Message calling(String text, String id) {
    Content use = new Content.ToolUse(id, "read", Json.object().build(), Optional.empty());
    Content thought = new Content.Thinking("hm", Optional.of("sig"), Optional.empty());
    return new Message(
        Role.ASSISTANT,
        text.isEmpty() ? List.of(thought, use) : List.of(new Content.Text(text), use));
  }

  private static Message result(String id) {
    return new Message(Role.TOOL, List.of(new Content.ToolResult(id, "found", false, List.of())));
  }
}
