package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.ExternalTokens;
import dev.gatehouse.protocols.http.ExternalTokens.ExternalClaims;
import dev.gatehouse.protocols.http.Outsiders;
import dev.gatehouse.protocols.http.RevokedTokens;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Callers that bring the token of a trusted issuer instead of opening a session with an API key.
///
/// The claim `sub` is the user, `tenant` the tenant (`default` when absent). Each user has one
/// session, or one per value of the claim `session_id`; it is opened when it is first needed, and
/// anew when it has ended.
final class ExternalCallers implements Outsiders {

  private static final String SPACE = "external-session";
  private static final int LONGEST_NAME = 200;

  /// The mark outlives any session; whoever reads it checks that the session is open.
  private static final Duration KEPT = Duration.ofDays(3_650);

  private final ExternalTokens tokens;
  private final RevokedTokens revoked;
  private final AgentRuntime runtime;
  private final RecordStore records;
  private final SessionDesk desk;

  ExternalCallers(ExternalTokens tokens, RevokedTokens revoked, ApiWorld world, SessionDesk desk) {
    this.tokens = tokens;
    this.revoked = revoked;
    this.runtime = world.runtime();
    this.records = world.parts().records();
    this.desk = desk;
  }

  @Override
  public Optional<Caller> admit(String token) throws InterruptedException {
    if (!(tokens.verify(token) instanceof Verified<ExternalClaims>(var claims))
        || claims.tokenId().filter(revoked::contains).isPresent()) {
      return Optional.empty();
    }
    String tenant = text(claims, "tenant").orElse("default");
    if (!isName(claims.subject()) || !isName(tenant)) {
      return Optional.empty();
    }
    ApiKey key = tokens.key(tenant);
    String session = session(key, claims);
    return Optional.of(new Caller(key, claims.subject(), CallerRole.USER, Optional.of(session)));
  }

  @Override
  public Optional<ApiKey> key(String hash, String tenant) {
    return Optional.of(tokens.key(tenant)).filter(key -> key.hash().equals(hash));
  }

  private static Optional<String> text(ExternalClaims claims, String name) {
    return claims.all().at(name).flatMap(Json::text).filter(text -> !text.isBlank());
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
  }

  private String session(ApiKey key, ExternalClaims claims) throws InterruptedException {
    String owner = Rows.owner(key.tenant(), key.name(), claims.subject());
    String mark = owner + "\n" + text(claims, "session_id").orElse("");
    Optional<String> known = records.find(SPACE, mark, now()).map(ExternalCallers::text);
    if (known.filter(this::hasEnded).isPresent()) {
      records.remove(SPACE, mark);
    } else if (known.filter(this::isThere).isPresent()) {
      return known.get();
    }
    // Of several requests that come at once, all use the session of the first.
    String id = runtime.ids().session();
    byte[] value = id.getBytes(StandardCharsets.UTF_8);
    String agreed =
        records
            .claim(SPACE, mark, value, now(), now().plus(KEPT))
            .map(ExternalCallers::text)
            .orElse(id);
    return desk.open(created(agreed, key, claims), List.of()).id();
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private boolean isThere(String id) {
    return runtime.store().row(Rows.SESSION, id).isPresent();
  }

  private boolean hasEnded(String id) {
    EventStore store = runtime.store();
    return store.row(Rows.SESSION, id).filter(row -> !row.status().equals("open")).isPresent();
  }

  private SessionCreated created(String id, ApiKey key, ExternalClaims claims) {
    return new SessionCreated(
        id,
        key.tenant(),
        key.name(),
        claims.subject(),
        Optional.empty(),
        Json.object().build(),
        now());
  }

  private Instant now() {
    return runtime.clock().instant();
  }
}
