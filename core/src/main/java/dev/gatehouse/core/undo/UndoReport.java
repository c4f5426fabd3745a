package dev.gatehouse.core.undo;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What came of taking back what was done.
///
/// @param undone what was taken back, in that order; the first of it when it was much
/// @param failed what could not be taken back
/// @param unknown what nobody knows of whether it took effect, and was not taken back
/// @param count how much was taken back in all
/// @param omitted how many lines are left out
/// @param stopped who stopped it, when somebody did
public record UndoReport(
    List<Line> undone,
    List<Line> failed,
    List<Line> unknown,
    int count,
    int omitted,
    Optional<String> stopped) {

  /// The most lines of each kind.
  public static final int MAX_LINES = 100;

  /// Nothing was taken back yet.
  public static final UndoReport NONE =
      new UndoReport(List.of(), List.of(), List.of(), 0, 0, Optional.empty());

  private static final int MAX_NAMED = 12;

  /// Copies the lists.
  public UndoReport {
    undone = List.copyOf(undone);
    failed = List.copyOf(failed);
    unknown = List.copyOf(unknown);
  }

  /// A call.
  ///
  /// @param failure why it could not be taken back
  public record Line(String run, String call, String tool, Optional<Failure> failure) {

    /// A call of which there is nothing to say.
    public static Line of(String run, String call, String tool) {
      return new Line(run, call, tool, Optional.empty());
    }

    /// {@return the same, with what went wrong}
    public Line because(Failure why) {
      return new Line(run, call, tool, Optional.of(why));
    }

    /// The calls of nodes bear their names.
    private String text() {
      String node = NodeState.serialOf(call) > 0 ? " of '" + NodeState.pathOf(call) + "'" : "";
      return "'"
          + tool
          + "'"
          + node
          + failure.map(why -> " (" + why.code().wire() + ": " + why.message() + ")").orElse("");
    }
  }

  /// {@return whether all that was done is taken back}
  public boolean isWhole() {
    return failed.isEmpty() && unknown.isEmpty() && stopped.isEmpty();
  }

  /// {@return this report with a call that was taken back}
  public UndoReport undoing(Line line) {
    boolean room = undone.size() < MAX_LINES;
    return new UndoReport(
        more(undone, line), failed, unknown, count + 1, omitted + (room ? 0 : 1), stopped);
  }

  /// {@return this report with a call that could not be taken back}
  public UndoReport failing(Line line) {
    boolean room = failed.size() < MAX_LINES;
    return new UndoReport(
        undone, more(failed, line), unknown, count, omitted + (room ? 0 : 1), stopped);
  }

  /// {@return this report with calls that may have taken effect}
  public UndoReport doubting(List<Line> lines) {
    List<Line> all = new ArrayList<>(unknown);
    all.addAll(lines);
    int kept = Math.min(all.size(), MAX_LINES);
    return new UndoReport(
        undone, failed, all.subList(0, kept), count, omitted + all.size() - kept, stopped);
  }

  /// {@return this report, of an undo that somebody stopped}
  public UndoReport stopping(String by) {
    return new UndoReport(undone, failed, unknown, count, omitted, Optional.of(by));
  }

  private static List<Line> more(List<Line> lines, Line line) {
    if (lines.size() >= MAX_LINES) {
      return lines;
    }
    List<Line> all = new ArrayList<>(lines);
    all.add(line);
    return all;
  }

  /// {@return it in a sentence}
  public String text() {
    List<String> parts = new ArrayList<>();
    if (count > 0) {
      parts.add("undone: " + named(undone, count));
    }
    if (!failed.isEmpty()) {
      parts.add("could not be undone: " + named(failed, failed.size()));
    }
    if (!unknown.isEmpty()) {
      parts.add("may have taken effect and was not undone: " + named(unknown, unknown.size()));
    }
    stopped.ifPresent(by -> parts.add("stopped by '" + by + "'"));
    return parts.isEmpty() ? "there was nothing to undo" : String.join("; ", parts);
  }

  private static String named(List<Line> lines, int count) {
    int shown = Math.min(lines.size(), MAX_NAMED);
    String names = lines.stream().limit(shown).map(Line::text).collect(joining(", "));
    return count > shown ? names + " and " + (count - shown) + " more" : names;
  }
}
