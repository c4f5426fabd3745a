package dev.gatehouse.runtime.artifact;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a file says about itself.
///
/// @param name a file name without folders
/// @param mediaType such as `text/csv`, without parameters
public record FileLabel(String name, String mediaType) {

  private static final int MAX_NAME = 255;
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  /// Refuses names that could mean a place, and media types that are none.
  public FileLabel {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a file name has 1 to " + MAX_NAME + " characters, not " + name.length());
    }
    if (name.equals(".") || name.equals("..") || name.codePoints().anyMatch(FileLabel::isPath)) {
      throw new IllegalArgumentException(
          "\"" + printable(name) + "\" is no file name: send one without folders and controls");
    }
    mediaType = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException(
          "\"" + printable(mediaType) + "\" is no media type; write it like text/csv");
    }
  }

  /// Separators, controls, and the marks that make a name read otherwise than it is.
  private static boolean isPath(int point) {
    return point == '/'
        || point == '\\'
        || Character.isISOControl(point)
        || Character.getType(point) == Character.FORMAT
        || Character.getType(point) == Character.SURROGATE;
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_NAME)
        .forEach(point ->
            clean.appendCodePoint(
                Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
                    ? '?'
                    : point));
    return clean.toString();
  }
}
