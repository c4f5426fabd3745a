package dev.gatehouse.protocols.http;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The public keys an issuer publishes, fetched when they are needed.
///
/// They are kept for ten minutes. A key id nobody knows asks for them anew, but at most once in
/// thirty seconds: strangers must not make us hammer the issuer. When fetching fails, the keys at
/// hand go on serving for a day. Nothing is locked while a fetch runs; whoever comes meanwhile uses
/// what is there.
public final class PublishedKeys {

  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration USABLE = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final int LARGEST = 1 << 20;
  private static final System.Logger LOG = System.getLogger(PublishedKeys.class.getName());

  private final Fetch fetch;
  private final InstantSource clock;
  private final AtomicBoolean fetching = new AtomicBoolean();
  private volatile Held held = new Held(new JWKSet(), Instant.MIN, Instant.MIN);

  /// Keys that a function fetches.
  public PublishedKeys(Fetch fetch, InstantSource clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  Optional<JWK> find(String id) {
    var now = clock.instant();
    var before = held;
    boolean fresh = before.fetched().isAfter(now.minus(FRESH));
    boolean known = fresh && before.keys().getKeyByKeyId(id) != null;
    boolean mayFetch = before.tried().isBefore(now.minus(PAUSE));
    var current = known || !mayFetch ? before : refreshed(before, now);
    return current.fetched().isAfter(now.minus(USABLE))
        ? Optional.ofNullable(current.keys().getKeyByKeyId(id))
        : Optional.empty();
  }

  private Held refreshed(Held before, Instant now) {
    if (!fetching.compareAndSet(false, true)) {
      return held;
    }
    try {
      held = fetched(before, now);
      return held;
    } finally {
      fetching.set(false);
    }
  }

  private Held fetched(Held before, Instant now) {
    try {
      var document = fetch.document();
      if (document.length() > LARGEST) {
        throw new IOException("the key set has more than " + LARGEST + " characters");
      }
      return new Held(JWKSet.parse(document).toPublicJWKSet(), now, now);
    } catch (IOException | ParseException failed) {
      LOG.log(System.Logger.Level.WARNING, "The issuer's keys could not be fetched: " + failed);
      return new Held(before.keys(), before.fetched(), now);
    }
  }

  /// Fetches the issuer's key set (a JWKS document).
  @FunctionalInterface
  public interface Fetch {

    /// {@return the document}
    String document() throws IOException;
  }

  private record Held(JWKSet keys, Instant fetched, Instant tried) {}
}
