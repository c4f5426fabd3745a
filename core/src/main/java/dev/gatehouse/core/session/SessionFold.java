package dev.gatehouse.core.session;

import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.SessionEvent.Place;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.session.SessionState.Branch;
import dev.gatehouse.core.session.SessionState.Compaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Derives a session's state from its events, one at a time. Total and pure, as every fold.
public final class SessionFold {

  private SessionFold() {}

  /// {@return the state after one more event}
  public static SessionState apply(SessionState state, SessionEvent event) {
    return switch (event) {
      case SessionEvent.SessionCreated created -> SessionState.of(created);
      case SessionEvent.RunQueued queued -> queued(state, queued);
      case SessionEvent.RunActivated active ->
          state.withFloor(Optional.of(active.run()), without(state.queue(), active.run()));
      case SessionEvent.RunReleased released ->
          state.withFloor(
              state.active().filter(run -> !run.equals(released.run())),
              without(state.queue(), released.run()));
      case SessionEvent.ConversationBranched branched -> branched(state, branched);
      case SessionEvent.ConversationExtended extended -> extended(state, extended);
      case SessionEvent.ConversationCompacted compacted -> compacted(state, compacted);
      case SessionEvent.SessionTainted _ -> state.withTaint();
      case SessionEvent.StateKept kept -> state.keeping(kept.key(), kept.value());
      case SessionEvent.SessionEnded _ -> state.ended();
    };
  }

  private static SessionState queued(SessionState state, SessionEvent.RunQueued queued) {
    List<String> queue = new ArrayList<>(state.queue());
    queue.add(queued.place() == Place.FIRST ? 0 : queue.size(), queued.run());
    return state.withFloor(state.active(), queue);
  }

  private static SessionState branched(
      SessionState state, SessionEvent.ConversationBranched branched) {
    Branch parent = state.branches().get(branched.parent());
    List<Message> shared = parent.messages().subList(0, branched.at());
    Optional<Compaction> compaction =
        parent.compaction().filter(known -> known.through() <= branched.at());
    List<Branch> branches = new ArrayList<>(state.branches());
    branches.add(new Branch(shared, compaction));
    return state.withBranches(branches, branched.branch());
  }

  private static SessionState extended(
      SessionState state, SessionEvent.ConversationExtended extended) {
    Branch branch = state.branches().get(extended.branch());
    List<Message> messages = new ArrayList<>(branch.messages());
    messages.addAll(extended.messages());
    return replaced(state, extended.branch(), new Branch(messages, branch.compaction()));
  }

  private static SessionState compacted(
      SessionState state, SessionEvent.ConversationCompacted compacted) {
    Branch branch = state.branches().get(compacted.branch());
    Compaction compaction = new Compaction(compacted.through(), compacted.summary());
    return replaced(
        state, compacted.branch(), new Branch(branch.messages(), Optional.of(compaction)));
  }

  private static SessionState replaced(SessionState state, int number, Branch branch) {
    List<Branch> branches = new ArrayList<>(state.branches());
    branches.set(number, branch);
    return state.withBranches(branches, state.current());
  }

  private static List<String> without(List<String> queue, String run) {
    return queue.stream().filter(other -> !other.equals(run)).toList();
  }
}
