package dev.gatehouse.core.approval;

import java.time.Instant;
import java.util.Optional;

/// A standing approval: it mints a single-use ticket for each later call that fits it.
///
/// @param id `grant_…`
/// @param scope how far it reaches
/// @param tool the tool it is for
/// @param schema the digest of what the tool said of itself then; a changed tool voids it
/// @param when a condition on the arguments, as an expression
/// @param agent the agent it is for
/// @param by who gave it
/// @param expires when it ends by itself
public record Grant(
    String id,
    Scope scope,
    String tool,
    String schema,
    Optional<String> when,
    String agent,
    String by,
    Instant given,
    Optional<Instant> expires) {

  /// How far a standing approval reaches.
  public enum Scope {
    /// The session it was given in.
    SESSION,
    /// All sessions of the user.
    ALWAYS
  }
}
