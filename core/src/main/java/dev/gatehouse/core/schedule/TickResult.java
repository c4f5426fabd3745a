package dev.gatehouse.core.schedule;

import java.util.Locale;
import java.util.Optional;

/// What came of a tick.
///
/// @param kind in a word
/// @param reason why, where the word does not say it all
/// @param text what the agent said, shortened
public record TickResult(Kind kind, Optional<String> reason, Optional<String> text) {

  /// In a word.
  public enum Kind {
    /// Nothing was done.
    SKIPPED,
    /// The agent had nothing to say.
    QUIET,
    /// The agent had something to say.
    ALERT,
    /// The work is done.
    DONE,
    /// The work failed.
    ERROR,
    /// The work stopped at its budget.
    BUDGET_EXCEEDED,
    /// The work stopped at its number of turns.
    MAX_TURNS_REACHED,
    /// The work was cancelled.
    CANCELLED;

    /// {@return the word as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Why a tick was skipped.
  public enum Skip {
    OUTSIDE_ACTIVE_HOURS,
    EMPTY_CHECKLIST,
    MISSED,
    OVERLAP,
    QUEUE_FULL,
    SUPERSEDED,
    PAUSED;

    /// {@return the reason as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Nothing was done, for this reason.
  public static TickResult skipped(Skip why) {
    return new TickResult(Kind.SKIPPED, Optional.of(why.wire()), Optional.empty());
  }

  /// It failed, for this reason.
  public static TickResult error(String why) {
    return new TickResult(Kind.ERROR, Optional.of(why), Optional.empty());
  }

  /// Something was said.
  public static TickResult of(Kind kind, String text) {
    return new TickResult(
        kind, Optional.empty(), text.isEmpty() ? Optional.empty() : Optional.of(text));
  }
}
