package dev.gatehouse.gateway;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A text with `{{ path }}` in it, over the fields of a letter. Strings stand as they are, what is
/// not there as nothing, and all else as JSON.
final class Placeholders {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final List<Part> parts;

  private Placeholders(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// What a text is made of.
  private sealed interface Part {

    /// Words.
    record Words(String text) implements Part {}

    /// A value.
    record Value(List<String> path) implements Part {}
  }

  /// Reads a text.
  ///
  /// @throws IllegalArgumentException when a pair of braces is not closed or holds no path
  static Placeholders parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    int open = text.indexOf(OPEN);
    while (open >= 0) {
      int close = text.indexOf(CLOSE, open);
      if (close < 0) {
        throw new IllegalArgumentException(
            "the braces at character " + (open + 1) + " of \"" + text + "\" are not closed");
      }
      parts.add(new Part.Words(text.substring(at, open)));
      parts.add(new Part.Value(path(text.substring(open + OPEN.length(), close).strip())));
      at = close + CLOSE.length();
      open = text.indexOf(OPEN, at);
    }
    parts.add(new Part.Words(text.substring(at)));
    return new Placeholders(parts);
  }

  private static List<String> path(String text) {
    if (!text.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no path; write names with dots between them, such as usage.tokens");
    }
    return List.of(text.split("\\."));
  }

  /// {@return the text with a letter's fields in it}
  String text(Letter letter) {
    Json.Obj fields = letter.fields();
    var text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Words(String words) -> text.append(words);
        case Part.Value(List<String> path) -> text.append(value(fields, path));
      }
    }
    return text.toString();
  }

  private static String value(Json fields, List<String> path) {
    return switch (fields.path(path.toArray(String[]::new)).orElse(Json.NULL)) {
      case Json.Null _ -> "";
      case Json.Str(String words) -> words;
      case Json value -> value.toString();
    };
  }
}
