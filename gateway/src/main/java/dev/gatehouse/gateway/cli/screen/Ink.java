package dev.gatehouse.gateway.cli.screen;

/// Colours, or none. What comes from models and tools passes through [#harmless] first, so that it
/// cannot steer the terminal.
public enum Ink {
  COLOURED,
  COLOURLESS;

  /// {@return the text, faint}
  public String dim(String text) {
    return wrapped("\u001b[2m", text);
  }

  /// {@return the text in the colour of success}
  public String green(String text) {
    return wrapped("\u001b[32m", text);
  }

  /// {@return the text in the colour of failure}
  public String red(String text) {
    return wrapped("\u001b[31m", text);
  }

  /// {@return the text in the colour of doubt}
  public String yellow(String text) {
    return wrapped("\u001b[33m", text);
  }

  /// {@return the text, strong}
  public String bold(String text) {
    return wrapped("\u001b[1m", text);
  }

  private String wrapped(String code, String text) {
    return this == COLOURED ? code + text + "\u001b[0m" : text;
  }

  /// {@return the text without control characters other than line feed and tab}
  public static String harmless(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point == '\n' || point == '\t' || !Character.isISOControl(point))
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /// {@return the text on one line, whole, with everything invisible as an escape: what is shown is
  /// what there is}
  public static String exact(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (isVisible(point)) {
            shown.appendCodePoint(point);
          } else {
            shown.append("\\u%04x".formatted(point));
          }
        });
    return shown.toString();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// {@return the text on one line, with a mark where the rest is left out}
  public static String line(String text, int most) {
    var flat = harmless(text).replaceAll("\\s+", " ").strip();
    return flat.codePointCount(0, flat.length()) <= most
        ? flat
        : flat.substring(0, flat.offsetByCodePoints(0, most - 1)) + "…";
  }
}
