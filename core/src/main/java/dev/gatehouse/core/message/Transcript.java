package dev.gatehouse.core.message;

import dev.gatehouse.core.message.Content.ToolResult;
import dev.gatehouse.core.message.Content.ToolUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a conversation fit for a provider: every tool use is followed by its result, every result
/// has its use, an id means one call, the first message is the user's, the last one is not the
/// model's, and no two neighbours have the same role.
///
/// Conversations get holes: a run is cancelled amid its calls, an answer is cut off at a limit, a
/// server numbers the calls of each run anew. Providers refuse such a conversation for good, so the
/// holes are mended when it is sent, and the stored conversation stays as it happened. What is
/// appended to a conversation changes nothing before it, so that prompt caches hold.
public final class Transcript {

  private static final String NOT_RUN = "cancelled: this call was not run to its end";

  /// What is said to a model that shall go on with an answer it has begun: many refuse to be
  /// prompted with their own words.
  private static final String GO_ON = "Continue.";

  private Transcript() {}

  /// {@return the conversation without holes}
  public static List<Message> mended(List<Message> messages) {
    List<Message> whole = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int index = 0; index < messages.size(); index++) {
      Message message = messages.get(index);
      if (message.role() == Role.TOOL) {
        continue;
      }
      List<ToolUse> uses = uses(message);
      Map<String, String> names = newNames(uses, taken);
      append(whole, renamed(message, names));
      if (!uses.isEmpty()) {
        boolean answered =
            index + 1 < messages.size() && messages.get(index + 1).role() == Role.TOOL;
        Message given = answered ? messages.get(index + 1) : new Message(Role.TOOL, List.of());
        whole.add(renamed(results(uses, given), names));
      }
    }
    while (!whole.isEmpty() && whole.getFirst().role() != Role.USER) {
      whole.removeFirst();
    }
    if (!whole.isEmpty() && whole.getLast().role() == Role.ASSISTANT) {
      whole.add(Message.user(GO_ON));
    }
    return List.copyOf(whole);
  }

  /// Names for the calls whose ids mean another call already.
  private static Map<String, String> newNames(List<ToolUse> uses, Set<String> taken) {
    Map<String, String> names = new HashMap<>();
    for (ToolUse use : uses) {
      String name = use.id();
      for (int copy = 2; !taken.add(name); copy++) {
        name = use.id() + "_" + copy;
      }
      if (!name.equals(use.id())) {
        names.put(use.id(), name);
      }
    }
    return names;
  }

  private static Message renamed(Message message, Map<String, String> names) {
    return names.isEmpty()
        ? message
        : new Message(
            message.role(),
            message.content().stream().map(block -> renamed(block, names)).toList());
  }

  private static Content renamed(Content block, Map<String, String> names) {
    return switch (block) {
      case ToolUse use ->
          new ToolUse(
              names.getOrDefault(use.id(), use.id()), use.name(), use.input(), use.malformed());
      case ToolResult result ->
          new ToolResult(
              names.getOrDefault(result.id(), result.id()),
              result.output(),
              result.error(),
              result.images());
      case Content.Text _, Content.Image _, Content.Thinking _, Content.Opaque _ -> block;
    };
  }

  private static void append(List<Message> whole, Message message) {
    boolean joins = !whole.isEmpty() && whole.getLast().role() == message.role();
    if (!joins) {
      whole.add(message);
      return;
    }
    List<Content> both = new ArrayList<>(whole.removeLast().content());
    both.addAll(message.content());
    whole.add(new Message(message.role(), both));
  }

  private static List<ToolUse> uses(Message message) {
    return message.content().stream()
        .filter(ToolUse.class::isInstance)
        .map(ToolUse.class::cast)
        .toList();
  }

  private static Message results(List<ToolUse> uses, Message given) {
    Set<String> wanted = new HashSet<>();
    uses.forEach(use -> wanted.add(use.id()));
    List<Content> results = new ArrayList<>();
    for (Content block : given.content()) {
      if (block instanceof ToolResult result && wanted.remove(result.id())) {
        results.add(result);
      }
    }
    for (ToolUse use : uses) {
      if (wanted.contains(use.id())) {
        results.add(new ToolResult(use.id(), NOT_RUN, true, List.of()));
      }
    }
    return new Message(Role.TOOL, results);
  }
}
