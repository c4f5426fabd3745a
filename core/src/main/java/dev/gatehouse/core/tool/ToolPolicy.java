package dev.gatehouse.core.tool;

import java.time.Duration;
import java.util.Optional;

/// How the gateway treats a tool: declared once, obeyed by the one dispatcher.
///
/// @param effect what a call does to the world
/// @param onUnknown the rule for a call in doubt; when absent it follows from effect and
///   idempotency
/// @param idempotent whether the tool honours the idempotency key it is handed
/// @param timeout how long one attempt may take
/// @param attempts how often a retryable failure may be tried in all, from 1
/// @param callsPerMinute how many calls a minute the tool allows over all runs; 0 means no bound
/// @param consent whether a human must allow every call
/// @param results whether what it answers may have been written by strangers
/// @param undo how a call that has worked is taken back; it cannot be when absent
public record ToolPolicy(
    Effect effect,
    Optional<OnUnknown> onUnknown,
    boolean idempotent,
    Duration timeout,
    int attempts,
    int callsPerMinute,
    Consent consent,
    Results results,
    Optional<Undo> undo) {

  /// A tool that writes, is not idempotent, has two minutes, one attempt and no rate limit, asks
  /// when a rule says so, and whose answers are trusted.
  public static final ToolPolicy STANDARD =
      new ToolPolicy(
          Effect.WRITE,
          Optional.empty(),
          false,
          Duration.ofMinutes(2),
          1,
          0,
          Consent.BY_RULES,
          Results.TRUSTED,
          Optional.empty());

  /// Refuses bounds that mean nothing.
  public ToolPolicy {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a tool's timeout must be positive, not " + timeout);
    }
    if (attempts < 1 || attempts > 100) {
      throw new IllegalArgumentException(
          "a tool's attempts must lie between 1 and 100, not " + attempts);
    }
    if (callsPerMinute < 0) {
      throw new IllegalArgumentException(
          "calls per minute must not be negative: " + callsPerMinute);
    }
  }

  /// {@return the rule for a call in doubt, declared or derived}
  public OnUnknown doubtRule() {
    return onUnknown.orElse(effect == Effect.READ || idempotent ? OnUnknown.RERUN : OnUnknown.ASK);
  }

  /// {@return this policy for another effect}
  public ToolPolicy withEffect(Effect other) {
    return new ToolPolicy(
        other, onUnknown, idempotent, timeout, attempts, callsPerMinute, consent, results, undo);
  }

  /// {@return this policy with the rule for a call in doubt}
  public ToolPolicy withOnUnknown(OnUnknown rule) {
    return new ToolPolicy(
        effect,
        Optional.of(rule),
        idempotent,
        timeout,
        attempts,
        callsPerMinute,
        consent,
        results,
        undo);
  }

  /// {@return this policy for a tool that honours the idempotency key}
  public ToolPolicy idempotently() {
    return new ToolPolicy(
        effect, onUnknown, true, timeout, attempts, callsPerMinute, consent, results, undo);
  }

  /// {@return this policy with another time limit}
  public ToolPolicy withTimeout(Duration limit) {
    return new ToolPolicy(
        effect, onUnknown, idempotent, limit, attempts, callsPerMinute, consent, results, undo);
  }

  /// {@return this policy with another number of attempts}
  public ToolPolicy withAttempts(int count) {
    return new ToolPolicy(
        effect, onUnknown, idempotent, timeout, count, callsPerMinute, consent, results, undo);
  }

  /// {@return this policy with a bound on calls per minute}
  public ToolPolicy withCallsPerMinute(int count) {
    return new ToolPolicy(
        effect, onUnknown, idempotent, timeout, attempts, count, consent, results, undo);
  }

  /// {@return this policy with every call allowed by a human}
  public ToolPolicy withConsent(Consent need) {
    return new ToolPolicy(
        effect, onUnknown, idempotent, timeout, attempts, callsPerMinute, need, results, undo);
  }

  /// {@return this policy for a tool whose answers may have been written by strangers}
  public ToolPolicy untrusted() {
    return new ToolPolicy(
        effect,
        onUnknown,
        idempotent,
        timeout,
        attempts,
        callsPerMinute,
        consent,
        Results.UNTRUSTED,
        undo);
  }

  /// {@return this policy for a tool whose calls can be taken back}
  public ToolPolicy withUndo(Undo how) {
    return new ToolPolicy(
        effect,
        onUnknown,
        idempotent,
        timeout,
        attempts,
        callsPerMinute,
        consent,
        results,
        Optional.of(how));
  }

  /// Whether a human must allow every call.
  public enum Consent {
    /// When a rule says so.
    BY_RULES,
    /// Always, whatever the rules say.
    ALWAYS
  }

  /// Whether what a tool answers may have been written by strangers: web pages, mails, files from
  /// elsewhere. A run that has read such words is tainted.
  public enum Results {
    TRUSTED,
    UNTRUSTED
  }
}
