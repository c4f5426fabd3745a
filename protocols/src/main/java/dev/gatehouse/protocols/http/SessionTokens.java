package dev.gatehouse.protocols.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.protocols.http.TokenVerdict.Reason;
import dev.gatehouse.protocols.http.TokenVerdict.Rejected;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes and checks our own session tokens: JWT, HS256 and nothing else.
///
/// They carry the standard claims and those that clients of `ai-agent-gateway` read: `session_id`,
/// `api_key_hash`, `created_at`, `expires_at`, `user_id`, `channel`, `is_public`. The end of a
/// token is exact; its beginning may lie a little ahead, for tokens another node made. Whether a
/// token was revoked is known to whoever keeps sessions.
///
/// For any number of threads.
public final class SessionTokens {

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final CompactToken.Clocks CLOCKS = new CompactToken.Clocks(Duration.ZERO, SKEW);

  private final SigningSecrets secrets;
  private final Names names;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// Makes tokens under these names.
  ///
  /// @param ids new ids for tokens, never the same twice
  public SessionTokens(
      SigningSecrets secrets, Names names, InstantSource clock, Supplier<String> ids) {
    this.secrets = secrets;
    this.names = names;
    this.clock = clock;
    this.ids = ids;
  }

  /// {@return how long a token lives}
  public Duration life() {
    return names.life();
  }

  /// Makes a token.
  public Minted mint(Bearer bearer) {
    var created = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    var claims =
        new SessionClaims(
            bearer.sessionId(),
            bearer.apiKeyHash(),
            bearer.userId(),
            bearer.channel(),
            ids.get(),
            created,
            created.plus(names.life()));
    return new Minted(signed(json(claims)), claims);
  }

  /// Checks a token.
  public TokenVerdict<SessionClaims> verify(String token) {
    var parsed = CompactToken.parse(token);
    if (parsed.isEmpty()) {
      return new Rejected<>(Reason.MALFORMED);
    }
    return parsed
        .flatMap(this::wrong)
        .<TokenVerdict<SessionClaims>>map(Rejected::new)
        .orElseGet(() -> claimed(parsed.get()));
  }

  private Optional<Reason> wrong(CompactToken token) {
    if (!JWSAlgorithm.HS256.equals(token.header().getAlgorithm()) || token.strange()) {
      return Optional.of(Reason.ALGORITHM);
    }
    var secret = token.keyId().flatMap(secrets::find);
    if (secret.isEmpty()) {
      return Optional.of(Reason.UNKNOWN_KEY);
    }
    if (!fits(token, secret.get())) {
      return Optional.of(Reason.SIGNATURE);
    }
    return token.isFrom(names.issuer(), names.audience())
        ? token.untimely(clock.instant(), CLOCKS)
        : Optional.of(Reason.ISSUER_OR_AUDIENCE);
  }

  private static boolean fits(CompactToken token, byte[] secret) {
    try {
      return new MACVerifier(secret).verify(token.header(), token.signedBytes(), token.signature());
    } catch (JOSEException unusable) {
      return false;
    }
  }

  private static TokenVerdict<SessionClaims> claimed(CompactToken token) {
    var session = token.text("session_id");
    var hash = token.text("api_key_hash");
    var user = token.text("user_id");
    var id = token.text("jti");
    var created = token.time("created_at");
    var expires = token.time("expires_at");
    boolean complete =
        session.isPresent() && hash.isPresent() && user.isPresent() && id.isPresent();
    boolean agrees =
        created.isPresent()
            && created.equals(token.time("iat"))
            && expires.equals(token.time("exp"))
            && user.equals(token.text("sub"));
    if (!complete || !agrees) {
      return new Rejected<>(Reason.CLAIMS);
    }
    return new Verified<>(
        new SessionClaims(
            session.get(),
            hash.get(),
            user.get(),
            token.text("channel"),
            id.get(),
            created.get(),
            expires.orElseThrow()));
  }

  private Json.Obj json(SessionClaims claims) {
    return Json.object()
        .put("iss", names.issuer())
        .put("aud", names.audience())
        .put("sub", claims.userId())
        .put("iat", claims.createdAt().getEpochSecond())
        .put("nbf", claims.createdAt().getEpochSecond())
        .put("exp", claims.expiresAt().getEpochSecond())
        .put("jti", claims.tokenId())
        .put("session_id", claims.sessionId())
        .put("api_key_hash", claims.apiKeyHash())
        .put("created_at", claims.createdAt().getEpochSecond())
        .put("expires_at", claims.expiresAt().getEpochSecond())
        .put("user_id", claims.userId())
        .put("channel", claims.channel().<Json>map(Json::of).orElse(Json.NULL))
        .put("is_public", claims.isPublic())
        .build();
  }

  private String signed(Json.Obj claims) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(JOSEObjectType.JWT)
            .keyID(secrets.current())
            .build();
    var token = new JWSObject(header, new Payload(JsonWriter.bytes(claims)));
    try {
      token.sign(new MACSigner(secrets.find(secrets.current()).orElseThrow()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("a checked secret signs", impossible);
    }
    return token.serialize();
  }

  /// Who tokens are from, whom they are for, and how long they live.
  public record Names(String issuer, String audience, Duration life) {

    /// Tokens of an hour, from and for `gatehouse`.
    public static final Names STANDARD = new Names("gatehouse", "gatehouse", Duration.ofHours(1));

    /// Refuses a life of less than a second, which claims cannot express.
    public Names {
      if (life.toSeconds() < 1) {
        throw new IllegalArgumentException("a token must live at least one second, not " + life);
      }
    }
  }

  /// For whom a token is made.
  public record Bearer(
      String sessionId, String apiKeyHash, String userId, Optional<String> channel) {}

  /// A new token. It does not print.
  public record Minted(String token, SessionClaims claims) {
    @Override
    public String toString() {
      return "Minted[token=(hidden), claims=" + claims + "]";
    }
  }
}
