package dev.gatehouse.protocols.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.TokenVerdict.Reason;
import dev.gatehouse.protocols.http.TokenVerdict.Rejected;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Checks the tokens of another issuer: RS256 or ES256, with the public keys it publishes.
///
/// The algorithm must fit the key, so that a public key is never taken for a shared secret. For any
/// number of threads.
public final class ExternalTokens {

  private static final Set<JWSAlgorithm> ACCEPTED = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final CompactToken.Clocks CLOCKS = new CompactToken.Clocks(SKEW, SKEW);
  private static final int LEAST_RSA_BITS = 2048;

  private final String issuer;
  private final String audience;
  private final PublishedKeys keys;
  private final InstantSource clock;

  /// Checks tokens from an issuer for an audience.
  public ExternalTokens(String issuer, String audience, PublishedKeys keys, InstantSource clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.keys = keys;
    this.clock = clock;
  }

  /// {@return what stands for an API key in sessions that this issuer's users of a tenant have}
  public ApiKey key(String tenant) {
    // A configured key cannot have this name: it would not be a name that `gatehouse key` makes.
    return ApiKey.of(
        "issuer " + issuer, HexFormat.of().formatHex(Digests.sha256("issuer " + issuer)), tenant);
  }

  /// Checks a token.
  public TokenVerdict<ExternalClaims> verify(String token) {
    var parsed = CompactToken.parse(token);
    if (parsed.isEmpty()) {
      return new Rejected<>(Reason.MALFORMED);
    }
    return parsed
        .flatMap(this::wrong)
        .<TokenVerdict<ExternalClaims>>map(Rejected::new)
        .orElseGet(() -> claimed(parsed.get()));
  }

  private Optional<Reason> wrong(CompactToken token) {
    if (!ACCEPTED.contains(token.header().getAlgorithm()) || token.strange()) {
      return Optional.of(Reason.ALGORITHM);
    }
    var verifier = token.keyId().flatMap(keys::find).flatMap(key -> verifier(key, token));
    if (verifier.isEmpty()) {
      return Optional.of(Reason.UNKNOWN_KEY);
    }
    if (!fits(token, verifier.get())) {
      return Optional.of(Reason.SIGNATURE);
    }
    return token.isFrom(issuer, audience)
        ? token.untimely(clock.instant(), CLOCKS)
        : Optional.of(Reason.ISSUER_OR_AUDIENCE);
  }

  private static boolean fits(CompactToken token, JWSVerifier verifier) {
    try {
      return verifier.verify(token.header(), token.signedBytes(), token.signature());
    } catch (JOSEException unusable) {
      return false;
    }
  }

  /// A verifier when the key is for signatures with the token's algorithm, and strong enough.
  private static Optional<JWSVerifier> verifier(JWK key, CompactToken token) {
    var algorithm = token.header().getAlgorithm();
    boolean otherUse = key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean otherAlgorithm = key.getAlgorithm() != null && !algorithm.equals(key.getAlgorithm());
    if (otherUse || otherAlgorithm) {
      return Optional.empty();
    }
    try {
      return switch (key) {
        case RSAKey rsa when JWSAlgorithm.RS256.equals(algorithm) && rsa.size() >= LEAST_RSA_BITS ->
            Optional.of(new RSASSAVerifier(rsa.toRSAPublicKey()));
        case ECKey ec
            when JWSAlgorithm.ES256.equals(algorithm) && Curve.P_256.equals(ec.getCurve()) ->
            Optional.of(new ECDSAVerifier(ec.toECPublicKey()));
        default -> Optional.empty();
      };
    } catch (JOSEException unusable) {
      return Optional.empty();
    }
  }

  private static TokenVerdict<ExternalClaims> claimed(CompactToken token) {
    return token
        .text("sub")
        .<TokenVerdict<ExternalClaims>>map(subject ->
            new Verified<>(new ExternalClaims(subject, token.text("jti"), token.claims())))
        .orElseGet(() -> new Rejected<>(Reason.CLAIMS));
  }

  /// What an external token says.
  ///
  /// @param subject whom it is about
  /// @param tokenId its own id, when it has one
  /// @param all every claim, for whoever maps them to tenants and roles
  public record ExternalClaims(String subject, Optional<String> tokenId, Json.Obj all) {}
}
