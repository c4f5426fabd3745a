package dev.gatehouse.core.approval;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The terms on which a human is asked.
///
/// @param expires how long the question stands
/// @param onExpiry what happens when nobody answers
/// @param approvers the roles that may answer; empty means whoever owns the session, and operators
/// @param eyes whether the user the run acts for may answer
/// @param remindAfter when those who may answer are reminded
/// @param escalation who may answer as well when nobody has for a while
/// @param standing whether an answer may also count for later calls
public record Terms(
    Duration expires,
    OnExpiry onExpiry,
    List<String> approvers,
    Eyes eyes,
    Optional<Duration> remindAfter,
    Optional<Escalation> escalation,
    Standing standing) {

  /// Ten minutes, then no; the session's own user may answer, also for later calls.
  public static final Terms STANDARD =
      new Terms(
          Duration.ofMinutes(10),
          OnExpiry.DENY,
          List.of(),
          Eyes.TWO,
          Optional.empty(),
          Optional.empty(),
          Standing.ALLOWED);

  /// Copies the roles and refuses a time that leaves nobody a chance.
  public Terms {
    approvers = List.copyOf(approvers);
    if (!expires.isPositive()) {
      throw new IllegalArgumentException("an approval must stand for a while, not " + expires);
    }
  }

  /// {@return these terms for a tool that takes no standing approval}
  public Terms singly() {
    return new Terms(expires, onExpiry, approvers, eyes, remindAfter, escalation, Standing.REFUSED);
  }

  /// What happens when nobody answers in time.
  public enum OnExpiry {
    /// The call is denied, and the model is told so.
    DENY,
    /// The run is cancelled.
    CANCEL_RUN
  }

  /// How many people it takes.
  public enum Eyes {
    /// The user the run acts for may approve.
    TWO,
    /// Somebody else must.
    FOUR
  }

  /// Whether an approval may be given for later calls too.
  public enum Standing {
    ALLOWED,
    REFUSED
  }

  /// Who may answer as well when nobody has.
  ///
  /// @param after how long after the question
  /// @param role the role that may answer from then on
  public record Escalation(Duration after, String role) {}
}
