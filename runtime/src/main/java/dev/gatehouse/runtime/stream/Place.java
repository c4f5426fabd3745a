package dev.gatehouse.runtime.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the stream of a run tree: after an event of the log, or after so much of a model's
/// answer.
///
/// As text it is the cursor that clients hand back, `12` or `12-3-1-45`. It is opaque to them.
///
/// @param pos the last event of the tree's log before or at this place
/// @param turn the turn whose answer is being shown, 0 when none is
/// @param attempt the attempt at that turn
/// @param offset how many UTF-16 units of that attempt lie before this place
public record Place(long pos, int turn, int attempt, int offset) {

  /// Before everything.
  public static final Place START = at(0);

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})(?:-(\\d{1,9})-(\\d{1,9})-(\\d{1,9}))?");

  /// The place after an event of the log.
  public static Place at(long pos) {
    return new Place(pos, 0, 0, 0);
  }

  /// Reads a cursor.
  ///
  /// @return nothing when the text is no cursor
  public static Optional<Place> parse(String cursor) {
    Matcher form = FORM.matcher(cursor);
    if (!form.matches()) {
      return Optional.empty();
    }
    long pos = Long.parseLong(form.group(1));
    return form.group(2) == null
        ? Optional.of(at(pos))
        : Optional.of(
            new Place(
                pos,
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                Integer.parseInt(form.group(4))));
  }

  /// {@return the cursor}
  @Override
  public String toString() {
    return turn == 0 ? Long.toString(pos) : pos + "-" + turn + "-" + attempt + "-" + offset;
  }
}
