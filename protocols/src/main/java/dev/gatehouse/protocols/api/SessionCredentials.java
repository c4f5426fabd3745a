package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.protocols.http.SealedBox;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The provider credentials that sessions brought along: sealed on disk, opened when a model is
/// asked, gone with the session. For any number of threads.
public final class SessionCredentials {

  private static final String SPACE = "byok";

  private final RecordStore records;
  private final SealedBox box;
  private final InstantSource clock;

  /// Credentials kept in a store under a seal.
  public SessionCredentials(RecordStore records, SealedBox box, InstantSource clock) {
    this.records = records;
    this.box = box;
    this.clock = clock;
  }

  /// {@return the credential that a session brought for a provider}
  ///
  /// @param provider such as `anthropic`
  public Optional<Credential> find(String session, String provider) {
    return Optional.ofNullable(all(session).get(provider));
  }

  Map<String, Credential> all(String session) {
    Map<String, Credential> known = new HashMap<>();
    records
        .find(SPACE, session, clock.instant())
        .flatMap(sealed -> box.open(sealed, session))
        .flatMap(text -> Json.parse(text).asObject())
        .ifPresent(object ->
            object
                .members()
                .forEach((provider, json) ->
                    read(json).ifPresent(credential -> known.put(provider, credential))));
    return known;
  }

  private static Optional<Credential> read(Json json) {
    return json.at("secret")
        .flatMap(Json::text)
        .map(secret ->
            json.at("kind").flatMap(Json::text).filter("bearer"::equals).isPresent()
                ? Credential.bearer(secret)
                : Credential.key(secret));
  }

  /// Keeps what a session brought.
  public void keep(String session, Map<String, Credential> credentials) {
    if (credentials.isEmpty()) {
      return;
    }
    var all = Json.object();
    credentials.forEach((provider, credential) ->
        all.put(
            provider,
            Json.obj(
                "kind",
                Json.of(credential.kind().name().toLowerCase(Locale.ROOT)),
                "secret",
                Json.of(credential.reveal()))));
    records.put(SPACE, session, box.seal(all.build().toString(), session), Optional.empty());
  }

  /// Forgets what a session brought.
  public void forget(String session) {
    records.remove(SPACE, session);
  }
}
