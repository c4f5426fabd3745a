package dev.gatehouse.core.message;

import dev.gatehouse.core.message.Content.ToolResult;
import dev.gatehouse.core.message.Content.ToolUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes a conversation fit for a provider: every tool use is followed by its result, every result has its use, the first
/// message is the user's, and no two neighbours have the same role.
///
/// Conversations get holes: a run is cancelled amid its calls, an answer is cut off at a limit. Providers refuse such a
/// conversation for good, so the holes are mended when it is sent, and the stored conversation stays as it happened.
public final class Transcript {

  private static final String NOT_RUN = "cancelled: this call was not run to its end";

  private Transcript() {}

  /// {@return the conversation without holes}
  public static List<Message> mended(List<Message> messages) {
    List<Message> whole = new ArrayList<>();
    for (int index = 0; index < messages.size(); index++) {
      Message message = messages.get(index);
      if (message.role() == Role.TOOL) {
        continue;
      }
      append(whole, message);
      List<ToolUse> uses = uses(message);
      if (!uses.isEmpty()) {
        boolean answered =
            index + 1 < messages.size() && messages.get(index + 1).role() == Role.TOOL;
        whole.add(results(uses, answered ? messages.get(index + 1) : new Message(Role.TOOL, List.of())));
      }
    }
    while (!whole.isEmpty() && whole.getFirst().role() != Role.USER) {
      whole.removeFirst();
    }
    return List.copyOf(whole);
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
