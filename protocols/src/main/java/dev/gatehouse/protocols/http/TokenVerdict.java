package dev.gatehouse.protocols.http;

/// Whether a token proves what it says.
///
/// @param <C> what it says
public sealed interface TokenVerdict<C> {

  /// It does.
  record Verified<C>(C claims) implements TokenVerdict<C> {}

  /// It does not. The reason is for the log; every client gets the same answer.
  record Rejected<C>(Reason reason) implements TokenVerdict<C> {}

  /// Why a token was rejected.
  enum Reason {
    /// It is not a token in compact form.
    MALFORMED,
    /// It names an algorithm that is not accepted, or extensions nobody knows.
    ALGORITHM,
    /// It names no key, or none that is known.
    UNKNOWN_KEY,
    /// The signature does not fit.
    SIGNATURE,
    /// It is from or for somebody else.
    ISSUER_OR_AUDIENCE,
    /// It has expired.
    EXPIRED,
    /// It is not valid yet.
    TOO_EARLY,
    /// A claim is missing or contradicts another.
    CLAIMS
  }
}
