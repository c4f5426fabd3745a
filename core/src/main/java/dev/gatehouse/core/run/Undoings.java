package dev.gatehouse.core.run;

import dev.gatehouse.core.event.UndoEvent.Rest;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.UndoScope;
import dev.gatehouse.core.undo.Undoable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run takes back, or has taken back.
///
/// @param begun how often it has begun to
/// @param calls how many calls it has begun for that
/// @param open what is being taken back, by name, the oldest first
/// @param over what was taken back, the oldest first
public record Undoings(int begun, int calls, Map<String, Undoing> open, List<Past> over) {

  /// The most ends that are kept.
  private static final int MAX_OVER = 100;

  static final Undoings NONE = new Undoings(0, 0, Map.of(), List.of());

  /// One thing that is being taken back.
  ///
  /// @param id what names it
  /// @param number from 1, counted over the run
  /// @param path the node that failed; empty when the whole run is rolled back
  /// @param waiting what was found and not taken back yet, the next one first
  /// @param call the call that takes the next one back, when it was begun
  public record Undoing(
      String id,
      int number,
      UndoScope scope,
      Optional<String> path,
      Optional<Integer> attempt,
      Search search,
      List<Undoable> waiting,
      Optional<String> call,
      UndoReport report) {

    /// Copies the effects.
    public Undoing {
      waiting = List.copyOf(waiting);
    }

    boolean isStopped() {
      return report.stopped().isPresent();
    }

    boolean isSeeking() {
      return waiting.isEmpty() && search.rest == Rest.MORE && !isStopped();
    }

    Undoing finding(Search next, List<Undoable> effects, UndoReport known) {
      return new Undoing(id, number, scope, path, attempt, next, effects, call, known);
    }

    Undoing calling(String callId) {
      return new Undoing(
          id, number, scope, path, attempt, search, waiting, Optional.of(callId), report);
    }

    Undoing with(UndoReport next) {
      return new Undoing(id, number, scope, path, attempt, search, waiting, call, next);
    }

    /// The next one is settled.
    Undoing over(UndoReport next) {
      List<Undoable> rest = waiting.isEmpty() ? waiting : waiting.subList(1, waiting.size());
      return new Undoing(id, number, scope, path, attempt, search, rest, Optional.empty(), next);
    }
  }

  /// How far the log was looked through.
  ///
  /// @param page the number of the search that comes next or was the last
  /// @param before only what ended before this place in the tree is still to be found
  /// @param rest whether there may be more
  public record Search(int page, long before, Rest rest) {
    static final Search FIRST = new Search(1, Long.MAX_VALUE, Rest.MORE);
  }

  /// Something that was taken back.
  ///
  /// @param path the node that failed; empty when the whole run was rolled back
  public record Past(
      String id, UndoScope scope, Optional<String> path, UndoReport report, Now now) {

    Past redone() {
      return new Past(id, scope, path, report, Now.REDONE);
    }
  }

  /// Whether what was taken back was done again since.
  public enum Now {
    UNDONE,
    REDONE
  }

  /// {@return whether an action belongs to what is taken back}
  public static boolean isUndo(ActionRef ref) {
    return Undos.isUndo(ref);
  }

  Optional<Undoing> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  /// {@return that which a call belongs to}
  Optional<Undoing> ofCall(String callId) {
    return open.values().stream()
        .filter(one -> one.call.filter(callId::equals).isPresent())
        .findFirst();
  }

  /// {@return whether an older one must be over first: what was done last is taken back first}
  boolean isHeldUp(Undoing undoing) {
    return open.values().stream()
        .takeWhile(one -> !one.id.equals(undoing.id))
        .anyMatch(one -> one.scope.meets(undoing.scope));
  }

  Undoings with(Undoing undoing) {
    Map<String, Undoing> next = new LinkedHashMap<>(open);
    next.put(undoing.id, undoing);
    return new Undoings(begun, calls, Collections.unmodifiableMap(next), over);
  }

  Undoings beginning(String id, UndoScope scope, Optional<String> path, Optional<Integer> attempt) {
    Undoing undoing =
        new Undoing(
            id,
            begun + 1,
            scope,
            path,
            attempt,
            Search.FIRST,
            List.of(),
            Optional.empty(),
            UndoReport.NONE);
    return new Undoings(begun + 1, calls, open, over).with(undoing);
  }

  Undoings calling(Undoing undoing) {
    return new Undoings(begun, calls + 1, open, over).with(undoing);
  }

  Undoings ending(String id, UndoReport report) {
    Undoing undoing = open.get(id);
    if (undoing == null) {
      return this;
    }
    Map<String, Undoing> next = new LinkedHashMap<>(open);
    next.remove(id);
    List<Past> past = new ArrayList<>(over);
    past.add(new Past(id, undoing.scope, undoing.path, report, Now.UNDONE));
    Collection<Past> kept = past.subList(Math.max(0, past.size() - MAX_OVER), past.size());
    return new Undoings(begun, calls, Collections.unmodifiableMap(next), List.copyOf(kept));
  }

  /// {@return the largest part that a node lies in and that was taken back}
  Optional<UndoScope> undone(UndoScope node) {
    return over.stream()
        .filter(past -> past.now == Now.UNDONE && past.scope.holds(node.path()))
        .filter(past -> !past.scope.equals(node))
        .map(Past::scope)
        .min(Comparator.comparingInt(scope -> scope.path().length()));
  }

  /// What lies in a node, or holds it, is done again.
  Undoings redoing(String path) {
    UndoScope again = new UndoScope(path);
    if (over.stream().noneMatch(past -> past.now == Now.UNDONE && again.meets(past.scope))) {
      return this;
    }
    List<Past> next =
        over.stream().map(past -> again.meets(past.scope) ? past.redone() : past).toList();
    return new Undoings(begun, calls, open, next);
  }

  /// A node begins: what was taken back in it is done again.
  Undoings beginning(String path) {
    UndoScope again = new UndoScope(path);
    if (over.stream().noneMatch(past -> again.holds(past.scope.path()))) {
      return this;
    }
    List<Past> next =
        over.stream().map(past -> again.holds(past.scope.path()) ? past.redone() : past).toList();
    return new Undoings(begun, calls, open, next);
  }
}
