package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/// Sees to it that a request which comes again creates nothing again.
///
/// The id of what will be created is stored before it is created, and creating something with an id
/// that exists creates nothing. So it does not matter where the first attempt stopped.
final class Idempotency {

  private static final String HEADER = "Idempotency-Key";
  private static final String SPACE = "idempotency";
  private static final int LONGEST = 255;
  private static final Duration LIFE = Duration.ofHours(24);

  private final RecordStore records;
  private final InstantSource clock;

  Idempotency(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /// The right to create something under an id.
  ///
  /// @param id the id, given by the first request with this key
  /// @param key where the claim is stored, nothing when the client sent no key
  /// @param outcome what the first attempt said of itself
  /// @param digest of the body
  record Claim(String id, Optional<String> key, Optional<String> outcome, String digest) {}

  /// Claims an id for what the request creates.
  ///
  /// @param scope the route, and the session if there is one
  /// @param fresh the id to use when the key is new
  /// @throws ProblemException when the key was used with another body
  Claim claim(Exchange exchange, String scope, String fresh) throws IOException {
    return claim(exchange, exchange.bytes(), scope, fresh);
  }

  /// Claims an id for what a request with this content creates.
  Claim claim(Exchange exchange, byte[] content, String scope, String fresh) {
    String digest = digest(content);
    Optional<String> sent = exchange.header(HEADER).map(String::strip).filter(it -> !it.isEmpty());
    if (sent.isEmpty()) {
      return new Claim(fresh, Optional.empty(), Optional.empty(), digest);
    }
    if (sent.get().length() > LONGEST) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.BAD_REQUEST,
              "the header Idempotency-Key has "
                  + sent.get().length()
                  + " characters; send at most "
                  + LONGEST));
    }
    String key =
        digest((scope + "\n" + sent.get()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Instant now = clock.instant();
    byte[] value = value(fresh, digest, Optional.empty());
    Optional<byte[]> there = records.claim(SPACE, key, value, now, now.plus(LIFE));
    return there
        .map(bytes -> known(bytes, key, digest))
        .orElseGet(() -> new Claim(fresh, Optional.of(key), Optional.empty(), digest));
  }

  private static Claim known(byte[] bytes, String key, String digest) {
    Json value = Json.parse(bytes);
    if (value.at("digest").flatMap(Json::text).filter(digest::equals).isEmpty()) {
      throw mismatch("this idempotency key was used with another body; use a new key");
    }
    String id = value.at("id").flatMap(Json::text).orElseThrow();
    return new Claim(id, Optional.of(key), value.at("outcome").flatMap(Json::text), digest);
  }

  private static ProblemException mismatch(String detail) {
    return new ProblemException(Problem.of(ProblemCode.IDEMPOTENCY_MISMATCH, detail));
  }

  /// Stores how the first attempt ended, for those that come again.
  void settle(Claim claim, String id, String outcome) {
    claim
        .key()
        .ifPresent(key ->
            records.put(
                SPACE,
                key,
                value(id, claim.digest(), Optional.of(outcome)),
                Optional.of(clock.instant().plus(LIFE))));
  }

  /// Gives the claim back: nothing was created.
  void release(Claim claim) {
    claim.key().ifPresent(key -> records.remove(SPACE, key));
  }

  private static byte[] value(String id, String digest, Optional<String> outcome) {
    var json = Json.object().put("id", id).put("digest", digest);
    outcome.ifPresent(it -> json.put("outcome", it));
    return JsonWriter.bytes(json.build());
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
