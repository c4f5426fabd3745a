package dev.gatehouse.protocols.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who looks on at which run, so that a run whose client has left can be told from one that
/// somebody waits for. For any number of threads.
final class Audience {

  /// Runs that are remembered though nobody looks on: others than the starter did once.
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<String, Seats> byRun = new ConcurrentHashMap<>();

  /// In what part somebody looks on.
  enum Part {
    /// It started the run.
    STARTER,
    /// It came to see.
    VISITOR
  }

  /// @param taken how many look on now
  /// @param visited whether somebody came to see at any time
  private record Seats(int taken, boolean visited) {}

  void enter(String run, Part part) {
    if (byRun.size() > MAX_REMEMBERED) {
      byRun.values().removeIf(seats -> seats.taken() == 0);
    }
    boolean visitor = part == Part.VISITOR;
    byRun.merge(
        run,
        new Seats(1, visitor),
        (old, _) -> new Seats(old.taken() + 1, old.visited() || visitor));
  }

  void leave(String run) {
    byRun.computeIfPresent(
        run,
        (_, old) ->
            old.taken() == 1 && !old.visited() ? null : new Seats(old.taken() - 1, old.visited()));
  }

  /// Forgets a run that has ended.
  void forget(String run) {
    byRun.computeIfPresent(
        run, (_, old) -> old.taken() == 0 ? null : new Seats(old.taken(), false));
  }

  /// {@return whether somebody but the starter looked on at any time}
  boolean visited(String run) {
    Seats seats = byRun.get(run);
    return seats != null && seats.visited();
  }

  /// {@return whether nobody looks on, and nobody but the starter ever did}
  boolean abandoned(String run) {
    return !byRun.containsKey(run);
  }
}
