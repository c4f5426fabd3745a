package dev.gatehouse.core.event;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The life of a session: its conversation and the runs that take turns in it.
public sealed interface SessionEvent extends Event {

  /// Somebody took a seat.
  ///
  /// @param key the name of the API key it was opened with
  /// @param context what the client said about itself
  record SessionCreated(
      String id,
      String tenant,
      String key,
      String user,
      Optional<String> channel,
      Json context,
      Instant created)
      implements SessionEvent {}

  /// A run waits for its turn. It starts from the tail of the queue unless `next` says that it goes
  /// first.
  record RunQueued(String run, Place place) implements SessionEvent {}

  /// A run has the floor.
  record RunActivated(String run) implements SessionEvent {}

  /// A run left the floor, or the queue.
  record RunReleased(String run) implements SessionEvent {}

  /// The conversation has a new branch, which is the current one from now on.
  ///
  /// @param branch its number
  /// @param parent the branch it leaves
  /// @param at how many messages of the parent it shares
  record ConversationBranched(int branch, int parent, int at) implements SessionEvent {}

  /// Messages were added.
  ///
  /// @param run the run they come from; empty when they were brought along
  record ConversationExtended(int branch, Optional<String> run, List<Message> messages)
      implements SessionEvent {

    /// Copies the messages.
    public ConversationExtended {
      messages = List.copyOf(messages);
    }
  }

  /// The start of a branch is known to models by a summary from now on.
  ///
  /// @param through how many messages the summary stands for
  record ConversationCompacted(int branch, int through, String summary) implements SessionEvent {}

  /// What strangers wrote has become part of the conversation.
  record SessionTainted(String run) implements SessionEvent {}

  /// A value that workflows share from one run to the next is another one now.
  ///
  /// @param run the run that wrote it
  record StateKept(String run, String key, Json value) implements SessionEvent {}

  /// The session is over; its runs are cancelled and its tokens void.
  record SessionEnded(String reason) implements SessionEvent {}

  /// Where a run joins the queue.
  enum Place {
    FIRST,
    LAST
  }
}
