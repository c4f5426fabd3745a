package dev.gatehouse.core.delivery;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a text into pieces that fit into messages: between paragraphs if it can, else between
/// lines, else between words, and in the middle of a word only if it is longer than a message;
/// never inside what people see as one character.
public final class Pieces {

  /// The most pieces of one text. What is left over is named in the last one, not sent.
  public static final int MOST = 100;

  private Pieces() {}

  /// {@return the pieces in order, at least one}
  ///
  /// @param limit the most UTF-16 units of one, at least 64
  public static List<String> of(String text, int limit) {
    if (limit < 64) {
      throw new IllegalArgumentException("a message of " + limit + " characters is none");
    }
    List<String> pieces = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > limit && pieces.size() < MOST - 1) {
      int end = end(rest, limit);
      pieces.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).strip();
    }
    pieces.add(rest.length() > limit ? cut(rest, limit) : rest);
    return List.copyOf(pieces);
  }

  private static String cut(String rest, int limit) {
    int end = end(rest, limit - 48);
    return rest.substring(0, end).stripTrailing()
        + "\n… ("
        + (rest.length() - end)
        + " more characters)";
  }

  /// Breaks in the first half would make many small messages.
  private static int end(String text, int limit) {
    int half = limit / 2;
    int paragraph = text.lastIndexOf("\n\n", limit);
    if (paragraph > half) {
      return paragraph;
    }
    int line = text.lastIndexOf('\n', limit);
    if (line > half) {
      return line;
    }
    int word = lastSpace(text, limit);
    return word > 0 ? word : insideWord(text, limit);
  }

  private static int lastSpace(String text, int limit) {
    int at = limit;
    while (at > 0 && !Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    return at;
  }

  private static int insideWord(String text, int limit) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.substring(0, Math.min(text.length(), limit + 64)));
    int whole = characters.isBoundary(limit) ? limit : characters.preceding(limit);
    if (whole > 0) {
      return whole;
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }
}
