package dev.gatehouse.core.run;

import dev.gatehouse.core.message.Message;
import java.util.List;
import java.util.Optional;

/// What was said in a run and before it.
///
/// @param branch the branch of the session's conversation that is continued
/// @param history how many of its messages came before
/// @param messages what this run added, its input first
/// @param steered what was said to it and waits for the next turn
/// @param tainted whether it may hold what strangers wrote
public record Talk(
    int branch,
    int history,
    List<Message> messages,
    List<Message> steered,
    Context context,
    boolean tainted) {

  /// What was said before a run began.
  static Talk of(List<Message> input) {
    Context whole = new Context(Optional.empty(), 0, 0, Compactable.YES, 0, 0);
    return new Talk(0, 0, input, List.of(), whole, false);
  }

  Talk after(int onBranch, int length) {
    return new Talk(onBranch, length, messages, steered, context, tainted);
  }

  Talk saying(List<Message> all) {
    return new Talk(branch, history, all, steered, context, tainted);
  }

  Talk hearing(List<Message> waiting) {
    return new Talk(branch, history, messages, waiting, context, tainted);
  }

  Talk with(Context next) {
    return new Talk(branch, history, messages, steered, next, tainted);
  }

  Talk tainting() {
    return new Talk(branch, history, messages, steered, context, true);
  }

  /// {@return whether something in it is old enough to be summed up; while nothing is, shortening
  /// would fail, and not be tried again}
  boolean isShortenable() {
    if (history > 0 && context.summary.isEmpty()) {
      return true;
    }
    int from = Math.max(-1, context.summary.map(Summary::through).orElse(0) - history);
    return OldPart.through(messages, from) > from;
  }

  /// Whether the context may be shortened before the next turn; a failed attempt at it is not
  /// repeated.
  public enum Compactable {
    YES,
    NO
  }

  /// How the conversation is kept within the model's context.
  ///
  /// @param summary what stands for its start
  /// @param compactions how often it was shortened
  /// @param rescues how often that was forced by the provider in this turn
  /// @param tokens its size at the last answer, 0 when that is unknown
  /// @param kept its size at the first answer after it was shortened: what no shortening has made
  ///   smaller; 0 when it never was, or that is unknown
  public record Context(
      Optional<Summary> summary,
      int compactions,
      int rescues,
      Compactable compactable,
      long tokens,
      long kept) {

    /// Of what was kept, so much must have come on top of it before it is worth another summary: a
    /// quarter.
    private static final long WORTH = 4;

    /// {@return whether it was shortened and no answer has told its size since}
    boolean isFresh() {
      return summary.isPresent() && tokens == 0;
    }

    /// {@return whether it is to be shortened: it has the size for it, and has grown since the last
    /// time. When what must be kept is large by itself, every turn would pay for a summary that
    /// wins next to nothing}
    boolean isLarge(long threshold) {
      return tokens >= threshold && tokens >= kept + kept / WORTH;
    }

    Context sized(long size) {
      return new Context(summary, compactions, rescues, compactable, size, isFresh() ? size : kept);
    }

    Context rescued(int times) {
      return new Context(summary, compactions, times, compactable, tokens, kept);
    }

    Context shortening(int number) {
      return new Context(summary, number, rescues, compactable, tokens, kept);
    }

    Context summarised(Summary by) {
      return new Context(Optional.of(by), compactions, rescues, compactable, 0, 0);
    }

    Context givenUp() {
      return new Context(summary, compactions, rescues, Compactable.NO, tokens, kept);
    }
  }

  /// What stands for the start of a conversation.
  ///
  /// @param through how many messages it stands for, those before the run included
  public record Summary(String text, int through) {}
}
