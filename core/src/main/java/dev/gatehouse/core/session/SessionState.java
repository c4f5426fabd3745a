package dev.gatehouse.core.session;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a session stands: who sits there, what was said, whose turn it is. The fold of its events.
///
/// @param who what was settled when it was created
/// @param branches the conversation; a branch's number is its place in the list
/// @param current the number of the branch that new messages join
/// @param active the run that has the floor
/// @param queue the runs that wait for it, the next one first
/// @param life whether it still is
/// @param tainted whether the conversation may hold what strangers wrote
/// @param kept what workflows share from one run to the next, by key
public record SessionState(
    SessionCreated who,
    List<Branch> branches,
    int current,
    Optional<String> active,
    List<String> queue,
    Life life,
    boolean tainted,
    Map<String, Json> kept) {

  /// The most runs that may wait in one session.
  public static final int MAX_QUEUE = 10;

  /// Copies the lists.
  public SessionState {
    branches = List.copyOf(branches);
    queue = List.copyOf(queue);
    kept = Map.copyOf(kept);
  }

  /// The state of a session that has just been created.
  public static SessionState of(SessionCreated created) {
    Branch first = new Branch(List.of(), Optional.empty());
    return new SessionState(
        created, List.of(first), 0, Optional.empty(), List.of(), Life.OPEN, false, Map.of());
  }

  /// {@return the conversation as it stands now}
  public Branch conversation() {
    return branches.get(current);
  }

  SessionState withBranches(List<Branch> next, int now) {
    return new SessionState(who, next, now, active, queue, life, tainted, kept);
  }

  SessionState withFloor(Optional<String> holder, List<String> waiting) {
    return new SessionState(who, branches, current, holder, waiting, life, tainted, kept);
  }

  SessionState withTaint() {
    return new SessionState(who, branches, current, active, queue, life, true, kept);
  }

  SessionState keeping(String key, Json value) {
    Map<String, Json> next = new HashMap<>(kept);
    next.put(key, value);
    return new SessionState(who, branches, current, active, queue, life, tainted, next);
  }

  SessionState ended() {
    return new SessionState(who, branches, current, active, queue, Life.ENDED, tainted, kept);
  }

  /// One line of the conversation. Branches that share their start share the message objects.
  ///
  /// @param messages all of it, from the beginning
  /// @param compaction what stands for its start when a model reads it
  public record Branch(List<Message> messages, Optional<Compaction> compaction) {

    /// Copies the list.
    public Branch {
      messages = List.copyOf(messages);
    }
  }

  /// What stands for the first messages of a branch.
  public record Compaction(int through, String summary) {}

  /// Whether a session still is.
  public enum Life {
    OPEN,
    ENDED
  }
}
