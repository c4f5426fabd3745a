package dev.gatehouse.runtime.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the stream of a run tree: after an event of the log, or after so much of an answer
/// that a model is giving.
///
/// An answer is named by the event that asked for it, which also says whose it is: in a tree
/// several runs may speak at once. A place can carry one of their offsets and no more; what was
/// heard of the others is unknown to whoever comes back with it. As text it is `12` or `12-9-45`;
/// which tree it is in, it does not say.
///
/// @param pos the last event of the tree's log before or at this place
/// @param answer the event that dispatched the answer being shown, 0 when none is
/// @param offset how many UTF-16 units of that answer lie before this place
public record Place(long pos, long answer, int offset) {

  /// Before everything.
  public static final Place START = at(0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18})-(\\d{1,9}))?");

  /// The place after an event of the log.
  public static Place at(long pos) {
    return new Place(pos, 0, 0);
  }

  /// Reads a place.
  ///
  /// @return nothing when the text is none
  public static Optional<Place> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long pos = Long.parseLong(form.group(1));
    if (form.group(2) == null) {
      return Optional.of(at(pos));
    }
    long answer = Long.parseLong(form.group(2));
    return answer == 0 || answer > pos
        ? Optional.empty()
        : Optional.of(new Place(pos, answer, Integer.parseInt(form.group(3))));
  }

  /// {@return whether nothing but an event lies before it}
  boolean isBare() {
    return answer == 0;
  }

  /// {@return whether somebody who is at a cursor may not have come here yet}
  boolean mayFollow(Place cursor) {
    if (pos != cursor.pos) {
      return pos > cursor.pos;
    }
    return answer == cursor.answer ? offset >= cursor.offset : answer != 0;
  }

  /// {@return the place as text}
  @Override
  public String toString() {
    return answer == 0 ? Long.toString(pos) : pos + "-" + answer + "-" + offset;
  }
}
