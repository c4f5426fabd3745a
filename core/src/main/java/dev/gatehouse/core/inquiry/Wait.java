package dev.gatehouse.core.inquiry;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One thing a run waits for.
///
/// @param id the approval, question, tool call, run, model, timer or signal
/// @param since since when
/// @param expires when the wait ends by itself
public record Wait(Kind kind, String id, Instant since, Optional<Instant> expires) {

  /// What is waited for. Names are schema.
  public enum Kind {
    /// A human's word on a tool call.
    APPROVAL,
    /// A human's answer.
    QUESTION,
    /// A model's.
    MODEL,
    /// A tool's result.
    TOOL,
    /// A result from the client.
    CLIENT_TOOL,
    /// The end of a run it has started.
    CHILD,
    /// A time.
    TIMER,
    /// Somebody's word to go on.
    SIGNAL,
    /// A time before which a provider takes no more.
    RATE_LIMIT,
    /// Money.
    BUDGET;

    /// {@return the kind as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
