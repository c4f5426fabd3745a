package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.QueryParameters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a conversation: its newest messages, or those before the ones of another page.
///
/// Within a page the oldest message is the first, as a conversation is read. Messages are never
/// removed from a branch, so a cursor is the place of a message in it.
///
/// @param from the place of the first message
/// @param end the place behind the last one
record MessagePage(int branch, int from, int end) {

  private static final int MAX_PAGE = 200;
  private static final int PAGE = 50;
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})");

  /// The page a request wants: all of it unless it says `limit` or `cursor`, as clients of the
  /// first hour expect.
  ///
  /// @param size how many messages there are
  static MessagePage of(QueryParameters query, int branch, int size) {
    Optional<String> cursor = query.text("cursor");
    Optional<Integer> limit = query.integer("limit", 1, MAX_PAGE).map(Long::intValue);
    if (cursor.isEmpty() && limit.isEmpty()) {
      return new MessagePage(branch, 0, size);
    }
    int end = cursor.map(text -> place(text, branch, size)).orElse(size);
    return new MessagePage(branch, Math.max(0, end - limit.orElse(PAGE)), end);
  }

  private static int place(String cursor, int branch, int size) {
    Matcher parts = CURSOR.matcher(cursor);
    if (parts.matches()
        && Integer.parseInt(parts.group(1)) == branch
        && Integer.parseInt(parts.group(2)) <= size) {
      return Integer.parseInt(parts.group(2));
    }
    throw Problem.badCursor(cursor, "a page of branch " + branch + "; start without one");
  }

  Json items(List<Message> messages) {
    return Json.array(messages.subList(from, end).stream().map(MessageJson::of).toList());
  }

  /// {@return where older messages are, null when there are none}
  Json next() {
    return from > 0 ? Json.of(branch + "." + from) : Json.NULL;
  }
}
