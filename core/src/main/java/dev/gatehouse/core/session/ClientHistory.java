package dev.gatehouse.core.session;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.ArrayList;
import java.util.List;

/// Compares the history a client sends with the conversation that is stored.
///
/// Clients of the Python package keep the conversation themselves and send all of it each time, as
/// they saw it: what the user said, and the text of the answers. Tool calls, results and thoughts
/// are not in it. So the stored conversation is looked at through the same eyes: a run of messages
/// from model and tools is one answer, whose text is what was streamed.
public final class ClientHistory {

  private ClientHistory() {}

  /// How a client's messages relate to the stored conversation.
  ///
  /// @param shared how many stored messages the client agrees with
  /// @param tail the client's messages that come after those
  /// @param extension whether everything that is stored was agreed with
  public record Match(int shared, List<Message> tail, Extension extension) {}

  /// Whether a client's history goes on from what is stored.
  public enum Extension {
    EXTENDS,
    DIFFERS
  }

  /// {@return how far the client agrees, and what it adds}
  ///
  /// @param sent what the client sent; the last message is the user's
  public static Match match(List<Message> stored, List<Message> sent) {
    List<Turn> known = turns(stored);
    List<Message> heard = sent.stream().filter(message -> !isSilent(message)).toList();
    int agreed = 0;
    while (agreed < known.size()
        && agreed < heard.size() - 1
        && known.get(agreed).says(heard.get(agreed))) {
      agreed++;
    }
    List<Message> tail = heard.subList(agreed, heard.size());
    return agreed == known.size()
        ? new Match(stored.size(), tail, Extension.EXTENDS)
        : new Match(known.get(agreed).start(), tail, Extension.DIFFERS);
  }

  private static boolean isSilent(Message message) {
    return message.role() == Role.ASSISTANT && message.text().isBlank();
  }

  /// What no client can have seen, an answer without a word, is no turn: it belongs to whatever the
  /// client agrees with.
  private static List<Turn> turns(List<Message> stored) {
    List<Turn> turns = new ArrayList<>();
    for (int index = 0; index < stored.size(); index++) {
      Message message = stored.get(index);
      Role role = message.role() == Role.USER ? Role.USER : Role.ASSISTANT;
      Turn last = turns.isEmpty() ? null : turns.getLast();
      if (last != null && role == Role.ASSISTANT && last.role() == role) {
        turns.removeLast();
        turns.add(last.plus(message));
      } else {
        turns.add(new Turn(role, message.text(), message.text(), visible(message), index));
      }
    }
    turns.removeIf(turn -> turn.role() == Role.ASSISTANT && turn.text().isBlank());
    return turns;
  }

  private static List<Content> visible(Message message) {
    return message.content().stream()
        .filter(block -> block instanceof Content.Text || block instanceof Content.Image)
        .toList();
  }

  /// A user's message, or everything between two of them.
  ///
  /// @param text all text that was streamed
  /// @param lastText the text of the last message that has any, which is all that some clients keep
  /// @param start the place of its first message
  private record Turn(Role role, String text, String lastText, List<Content> blocks, int start) {

    Turn plus(Message message) {
      String more = message.text();
      return new Turn(role, text + more, more.isBlank() ? lastText : more, blocks, start);
    }

    boolean says(Message sent) {
      if (sent.role() != role) {
        return false;
      }
      return role == Role.USER
          ? blocks.equals(visible(sent))
          : text.strip().equals(sent.text().strip())
              || lastText.strip().equals(sent.text().strip());
    }
  }
}
