package dev.gatehouse.core.run;

import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import java.util.List;

/// The part of a conversation that a summary may stand for.
///
/// What stays is the end from the last user's message on, or, when nobody has said anything since,
/// the last three turns of tools. So no tool call loses its result.
public final class OldPart {

  private static final int TURNS_THAT_STAY = 3;

  private OldPart() {}

  /// {@return how many messages a summary may stand for, `from` when it can be no more than those}
  ///
  /// @param from how many an earlier summary stands for
  public static int through(List<Message> messages, int from) {
    for (int index = messages.size() - 1; index > from; index--) {
      if (messages.get(index).role() == Role.USER) {
        return index;
      }
    }
    int turns = 0;
    for (int index = messages.size() - 1; index > from; index--) {
      if (messages.get(index).role() == Role.ASSISTANT && ++turns == TURNS_THAT_STAY) {
        return index;
      }
    }
    return from;
  }
}
