package dev.gatehouse.protocols.http;

import java.time.Instant;
import java.util.Optional;

/// What a session token says about its bearer.
///
/// @param sessionId the session it is for
/// @param apiKeyHash the first 16 hexadecimal digits of the SHA-256 of the key the session was
///   opened with
/// @param userId the user
/// @param channel the channel bound to the session
/// @param tokenId the token's own id, by which it is revoked
/// @param createdAt when it was made, to the second
/// @param expiresAt when it ends, to the second
public record SessionClaims(
    String sessionId,
    String apiKeyHash,
    String userId,
    Optional<String> channel,
    String tokenId,
    Instant createdAt,
    Instant expiresAt) {

  /// The channel whose sessions are open to anybody.
  private static final String PUBLIC = "public";

  /// {@return whether the session's channel is the public one}
  public boolean isPublic() {
    return channel.filter(PUBLIC::equals).isPresent();
  }
}
