package dev.gatehouse.protocols.http;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Route.Access;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import dev.gatehouse.runtime.seat.Rows;
import java.util.Optional;

/// Finds out who asks. What is not accepted is not accepted in one constant way.
///
/// A session's token is good while the session is open, the key it was opened with is known, and
/// nobody revoked it. Where another issuer is trusted, its tokens are good as well.
public final class Doorkeeper {

  private static final String SESSION_NEEDED =
      "this is a good API key, and a conversation belongs to a session: send the key as api_key to"
          + " POST /chat/init, and here the session_token it answers with";
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final SessionTokens tokens;
  private final EventStore store;
  private final RevokedTokens revoked;
  private final Outsiders outsiders;

  /// A doorkeeper with its books.
  public Doorkeeper(
      ApiKeys keys,
      SessionTokens tokens,
      EventStore store,
      RevokedTokens revoked,
      Outsiders outsiders) {
    this.keys = keys;
    this.tokens = tokens;
    this.store = store;
    this.revoked = revoked;
    this.outsiders = outsiders;
  }

  /// Lets a request in, and says in it who asks.
  ///
  /// @throws ProblemException `unauthorized`; `session_needed` where a good key was sent in the
  ///   place of a session's token
  public void admit(Exchange exchange, Access access) throws InterruptedException {
    if (access == Access.OPEN) {
      return;
    }
    String presented =
        exchange
            .header("Authorization")
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()).strip())
            .orElseThrow(Doorkeeper::refused);
    boolean token = presented.split("\\.", -1).length == 3;
    if (access == Access.SESSION && !token) {
      throw noToken(presented);
    }
    exchange.caller(token ? byToken(presented) : byKey(presented));
  }

  /// What is said to whoever sends no token where one is needed. A server that takes any key cannot
  /// tell a key from garbage.
  private ProblemException noToken(String presented) {
    return !keys.isOpen() && keys.find(presented).isPresent()
        ? new ProblemException(Problem.of(ProblemCode.SESSION_NEEDED, SESSION_NEEDED))
        : refused();
  }

  private Caller byKey(String presented) {
    ApiKey key = keys.find(presented).orElseThrow(Doorkeeper::refused);
    return new Caller(key, Caller.NOBODY, key.role(), Optional.empty());
  }

  private Caller byToken(String presented) throws InterruptedException {
    return tokens.verify(presented) instanceof Verified<SessionClaims>(var claims)
        ? bySession(claims)
        : outsiders.admit(presented).orElseThrow(Doorkeeper::refused);
  }

  private Caller bySession(SessionClaims claims) {
    Row session =
        store
            .row(Rows.SESSION, claims.sessionId())
            .filter(row -> row.status().equals("open") && !revoked.contains(claims.tokenId()))
            .orElseThrow(Doorkeeper::refused);
    ApiKey key =
        keys.ofHash(claims.apiKeyHash())
            .filter(known -> is(session, known, claims.userId()))
            .or(() ->
                outsiders
                    .key(claims.apiKeyHash(), session.tenant())
                    .filter(known -> is(session, known, claims.userId())))
            .orElseThrow(Doorkeeper::refused);
    return new Caller(key, claims.userId(), CallerRole.USER, Optional.of(claims.sessionId()));
  }

  private static boolean is(Row session, ApiKey key, String user) {
    return session.owner().equals(Rows.owner(key.tenant(), key.name(), user));
  }

  private static ProblemException refused() {
    return new ProblemException(Problem.unauthorized());
  }
}
