package dev.gatehouse.core;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Something that went wrong and that the loop must judge: a value that ends up in the log, never
/// an exception.
///
/// @param code what kind of failure it is; its lower-case name is the code on the wire
/// @param message a sentence for people, which names the thing and the value
/// @param retryable whether the same call may succeed when it is made again
/// @param retryAfter how long the other side asked to wait, when it did
/// @param subCode a finer code of the failing side, as it gave it
public record Failure(
    Code code,
    String message,
    boolean retryable,
    Optional<Duration> retryAfter,
    Optional<String> subCode) {

  /// Makes a failure with nothing but the three facts every failure has.
  public static Failure of(Code code, String message) {
    return new Failure(code, message, code.retryable, Optional.empty(), Optional.empty());
  }

  /// {@return this failure with the wait the other side asked for}
  public Failure withRetryAfter(Duration wait) {
    return new Failure(code, message, retryable, Optional.of(wait), subCode);
  }

  /// {@return this failure with the code the failing side gave}
  public Failure withSubCode(String detail) {
    return new Failure(code, message, retryable, retryAfter, Optional.of(detail));
  }

  /// {@return this failure marked as one that no further attempt can mend}
  public Failure permanent() {
    return new Failure(code, message, false, retryAfter, subCode);
  }

  /// {@return this failure marked as one that a further attempt may mend}
  public Failure passing() {
    return new Failure(code, message, true, retryAfter, subCode);
  }

  /// The closed list of failure codes. The first group is what a model call ends with, the second
  /// what a tool call ends with, the third what ends a run. Names are schema.
  public enum Code {
    RATE_LIMITED(true),
    OVERLOADED(true),
    SERVER_ERROR(true),
    TIMEOUT(true),
    STALLED(true),
    CONNECTION(true),
    STREAM_CUT(true),
    PROTOCOL(true),
    AUTH(false),
    BILLING(false),
    NOT_FOUND(false),
    BAD_REQUEST(false),
    CONTEXT_TOO_LONG(false),

    UNKNOWN_TOOL(false),
    INVALID_ARGUMENTS(false),
    TOOL_TIMEOUT(true),
    TOOL_ERROR(false),
    TOOL_RATE_LIMITED(false),
    USER_DENIED(false),
    APPROVAL_TIMEOUT(false),
    APPROVAL_REQUIRED(false),
    INTERCEPTOR_DENIED(false),
    INTERCEPTOR_ERROR(false),
    MCP_TOOL_ERROR(false),
    TOOLS_UNAVAILABLE(true),
    SANDBOX_UNAVAILABLE(false),
    CLIENT_TOOL_EXPIRED(false),
    CANCELLED(false),
    OUTCOME_UNKNOWN(false),

    OUTPUT_INVALID(false),
    AGENT_ERROR(false),
    INTERNAL(false);

    private final boolean retryable;

    Code(boolean retryable) {
      this.retryable = retryable;
    }

    /// {@return the code as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
