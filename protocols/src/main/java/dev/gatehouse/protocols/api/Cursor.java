package dev.gatehouse.protocols.api;

import dev.gatehouse.runtime.stream.Place;
import java.util.Optional;

/// What clients hand back to go on behind a frame: a place, and a mark of the run tree it is in.
///
/// As text it is `12.4k2f` or `12-9-45.4k2f`, and opaque to clients. The mark tells a cursor of
/// another run, whose numbers would mean something else here. A cursor without one is of any run.
///
/// @param mark empty when the tree has no name
public record Cursor(Place place, String mark) {

  private static final char MARK = '.';
  private static final int LETTERS = 32;
  private static final int BITS = (1 << 20) - 1;

  /// {@return the mark of a tree}
  ///
  /// @param root the run at its top, empty for a run that stands alone
  static String mark(String root) {
    return root.isEmpty() ? "" : Integer.toString(root.hashCode() & BITS, LETTERS);
  }

  /// Reads a cursor.
  ///
  /// @return nothing when the text is no cursor
  public static Optional<Cursor> parse(String text) {
    int end = text.indexOf(MARK);
    String mark = end < 0 ? "" : text.substring(end + 1);
    return end == text.length() - 1
        ? Optional.empty()
        : Place.parse(end < 0 ? text : text.substring(0, end)).map(it -> new Cursor(it, mark));
  }

  /// {@return whether it may be of a tree}
  ///
  /// @param root the run at its top
  boolean mayBeIn(String root) {
    return mark.isEmpty() || mark.equals(mark(root));
  }

  /// {@return the cursor after an event of the same tree}
  Cursor at(long pos) {
    return new Cursor(Place.at(pos), mark);
  }

  /// {@return the cursor as clients get it}
  @Override
  public String toString() {
    return mark.isEmpty() ? place.toString() : place.toString() + MARK + mark;
  }
}
