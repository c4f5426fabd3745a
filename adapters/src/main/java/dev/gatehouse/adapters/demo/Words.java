package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Cuts text into words, which are also what this model counts as tokens. The pieces joined are the
/// text; a piece never splits a code point, because the pattern counts in code points.
final class Words {

  private static final Pattern WORD = Pattern.compile("\\S{1,24}\\s*|\\s+");
  private static final Pattern PIECE = Pattern.compile("(?s).{1,16}");

  private Words() {}

  static List<String> of(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  /// The pieces in which a tool call's arguments are written.
  static List<String> pieces(String json) {
    return PIECE.matcher(json).results().map(MatchResult::group).toList();
  }

  static long count(String text) {
    return WORD.matcher(text).results().count();
  }

  static long count(List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.content().stream())
        .mapToLong(Words::count)
        .sum();
  }

  static long count(Content block) {
    return switch (block) {
      case Content.Text text -> count(text.text());
      case Content.Thinking thought -> count(thought.text());
      case Content.ToolUse use -> 1 + pieces(use.input().toString()).size();
      case Content.ToolResult result -> count(result.output());
      case Content.Image _ -> 1;
      case Content.Opaque _ -> 0;
    };
  }

  /// The first words of a text, with a mark where the rest is left out.
  static String start(String text, int most) {
    var words = of(text.strip());
    return words.size() <= most
        ? text.strip()
        : String.join("", words.subList(0, most)).strip() + " …";
  }
}
