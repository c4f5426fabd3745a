package dev.gatehouse.protocols.http;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.protocols.http.Route.Access;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Finds out who asks. What is not accepted is not accepted in one constant way.
///
/// A session's token is good while the session is open, the key it was opened with is known, and
/// nobody revoked it.
public final class Doorkeeper {

  private static final String REVOKED = "revoked-token";
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final SessionTokens tokens;
  private final EventStore store;
  private final RecordStore records;
  private final InstantSource clock;

  /// A doorkeeper with its books.
  public Doorkeeper(
      ApiKeys keys,
      SessionTokens tokens,
      EventStore store,
      RecordStore records,
      InstantSource clock) {
    this.keys = keys;
    this.tokens = tokens;
    this.store = store;
    this.records = records;
    this.clock = clock;
  }

  /// Lets a request in, and says in it who asks.
  ///
  /// @throws ProblemException `unauthorized`
  public void admit(Exchange exchange, Access access) {
    if (access == Access.OPEN) {
      return;
    }
    String presented =
        exchange
            .header("Authorization")
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()).strip())
            .orElseThrow(Doorkeeper::refused);
    boolean token = access == Access.SESSION || presented.split("\\.", -1).length == 3;
    exchange.caller(token ? bySession(presented) : byKey(presented));
  }

  private Caller byKey(String presented) {
    ApiKey key = keys.find(presented).orElseThrow(Doorkeeper::refused);
    return new Caller(key, Caller.NOBODY, key.role(), Optional.empty());
  }

  private Caller bySession(String presented) {
    if (!(tokens.verify(presented) instanceof Verified<SessionClaims>(var claims))) {
      throw refused();
    }
    Optional<Row> session =
        store.row(Rows.SESSION, claims.sessionId()).filter(row -> row.status().equals("open"));
    boolean revoked = records.find(REVOKED, claims.tokenId(), clock.instant()).isPresent();
    if (session.isEmpty() || revoked) {
      throw refused();
    }
    ApiKey key =
        keys.ofHash(claims.apiKeyHash())
            .filter(known -> is(session.get(), known, claims.userId()))
            .orElseThrow(Doorkeeper::refused);
    return new Caller(key, claims.userId(), CallerRole.USER, Optional.of(claims.sessionId()));
  }

  private static boolean is(Row session, ApiKey key, String user) {
    return session.owner().equals(Rows.owner(key.tenant(), key.name(), user));
  }

  private static ProblemException refused() {
    return new ProblemException(Problem.unauthorized());
  }

  /// Makes a token worthless before its time.
  ///
  /// @param expires when it would have become so by itself
  public void revoke(String tokenId, Instant expires) {
    records.put(REVOKED, tokenId, new byte[0], Optional.of(expires));
  }
}
