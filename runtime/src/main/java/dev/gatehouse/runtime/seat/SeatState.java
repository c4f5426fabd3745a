package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that is known about a session and those of its runs that matter now: values, and how far
/// their logs reach.
///
/// Owned by one thread at a time; a draft works on a copy.
final class SeatState {

  private Optional<SessionState> session = Optional.empty();
  private long sessionSeq;
  private final Map<String, Seated> runs = new HashMap<>();
  private final Map<String, Long> treePos = new HashMap<>();

  /// A run and how far its log reaches.
  record Seated(RunState state, long seq) {}

  SeatState copy() {
    SeatState copy = new SeatState();
    copy.session = session;
    copy.sessionSeq = sessionSeq;
    copy.runs.putAll(runs);
    copy.treePos.putAll(treePos);
    return copy;
  }

  Optional<SessionState> session() {
    return session;
  }

  long sessionSeq() {
    return sessionSeq;
  }

  void session(SessionState next, long seq) {
    session = Optional.of(next);
    sessionSeq = seq;
  }

  Map<String, Seated> runs() {
    return runs;
  }

  long pos(String root) {
    return treePos.getOrDefault(root, 0L);
  }

  void pos(String root, long pos) {
    treePos.put(root, pos);
  }

  /// Forgets runs that have ended; their logs keep them.
  void forgetEnded() {
    runs.values().removeIf(run -> run.state().ended());
    Set<String> live =
        runs.values().stream().map(run -> run.state().spec().root()).collect(Collectors.toSet());
    treePos.keySet().retainAll(live);
  }
}
