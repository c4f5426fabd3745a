package dev.gatehouse.protocols.http;

import static dev.gatehouse.protocols.http.TokenForge.NOW;
import static dev.gatehouse.protocols.http.TokenForge.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.TokenVerdict.Reason;
import dev.gatehouse.protocols.http.TokenVerdict.Rejected;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalTokensTest {

  private RSAKey rsa;
  private RSAKey weak;
  private RSAKey sealing;
  private ECKey ec;
  private OctetSequenceKey shared;

  private Instant now = Instant.ofEpochSecond(NOW);
  private String document = "";
  private int fetches;
  private boolean broken;

  @BeforeAll
  void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    sealing = new RSAKeyGenerator(2048).keyID("sealing").keyUse(KeyUse.ENCRYPTION).generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    shared =
        new OctetSequenceKey.Builder(TokenForge.SECRET.getBytes(StandardCharsets.UTF_8))
            .keyID("shared")
            .build();
  }

  @Test
  void tokensOfTheIssuerVerify() throws JOSEException {
    var tokens = tokens(rsa, ec);

    assertThat(tokens.verify(signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims())))
        .isInstanceOfSatisfying(
            Verified.class,
            verified ->
                assertThat(((ExternalTokens.ExternalClaims) verified.claims()).subject())
                    .isEqualTo("ann"));
    assertThat(tokens.verify(signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims())))
        .isInstanceOf(Verified.class);
  }

  @Test
  void otherAlgorithmsAndKeysAreRejected() throws JOSEException {
    var tokens = tokens(rsa, ec, weak, sealing, shared);

    assertReason(
        tokens,
        Reason.ALGORITHM,
        signed(JWSAlgorithm.RS512, "rsa", new RSASSASigner(rsa), claims()));
    assertReason(
        tokens,
        Reason.ALGORITHM,
        signed(JWSAlgorithm.PS256, "rsa", new RSASSASigner(rsa), claims()));
    assertReason(
        tokens,
        Reason.UNKNOWN_KEY,
        signed(JWSAlgorithm.RS256, "ec", new RSASSASigner(rsa), claims()));
    assertReason(
        tokens,
        Reason.UNKNOWN_KEY,
        signed(JWSAlgorithm.RS256, "none", new RSASSASigner(rsa), claims()));
    assertReason(
        tokens,
        Reason.UNKNOWN_KEY,
        signed(
            JWSAlgorithm.RS256,
            "weak",
            new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
            claims()));
    assertReason(
        tokens,
        Reason.UNKNOWN_KEY,
        signed(JWSAlgorithm.RS256, "sealing", new RSASSASigner(sealing), claims()));
    var stranger = new RSAKeyGenerator(2048).generate();
    assertReason(
        tokens,
        Reason.SIGNATURE,
        signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(stranger), claims()));
  }

  @Test
  void publicKeyIsNoSharedSecret() throws JOSEException {
    var publicKey = Base64.getEncoder().encodeToString(rsa.toRSAPublicKey().getEncoded());

    for (var secret : List.of(publicKey, rsa.toPublicJWK().toJSONString(), TokenForge.SECRET)) {
      for (var kid : List.of("rsa", "shared")) {
        var header = "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}";
        var forged = TokenForge.forged(header, claims().toString(), secret, "HmacSHA256");
        assertReason(tokens(rsa, shared), Reason.ALGORITHM, forged);
      }
    }
  }

  @Test
  void othersTokensAndOldOnesAreRejected() throws JOSEException {
    var tokens = tokens(rsa);

    assertReason(
        tokens, Reason.ISSUER_OR_AUDIENCE, rsaToken(claims("aud", Optional.of(Json.of("x")))));
    assertReason(
        tokens, Reason.ISSUER_OR_AUDIENCE, rsaToken(claims("iss", Optional.of(Json.of("x")))));
    assertReason(tokens, Reason.EXPIRED, rsaToken(claims("exp", Optional.of(Json.of(NOW - 60)))));
    assertReason(tokens, Reason.TOO_EARLY, rsaToken(claims("nbf", Optional.of(Json.of(NOW + 61)))));
    assertReason(tokens, Reason.CLAIMS, rsaToken(claims("exp", Optional.empty())));
    assertReason(tokens, Reason.CLAIMS, rsaToken(claims("sub", Optional.empty())));
    assertThat(tokens.verify(rsaToken(claims("exp", Optional.of(Json.of(NOW - 59))))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void everyMutationOfAnExternalTokenIsRejected() throws JOSEException {
    var random = new Random(5);
    var tokens = tokens(rsa, ec);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    for (var good :
        List.of(
            rsaToken(claims()), signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims()))) {
      for (int round = 0; round < 3_000; round++) {
        int at = random.nextInt(good.length());
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        var mutant = good.substring(0, at) + other + good.substring(at + 1);
        if (!mutant.equals(good)) {
          assertThat(tokens.verify(mutant)).as(mutant).isInstanceOf(Rejected.class);
        }
      }
    }
  }

  @Test
  void keysAreFetchedSparinglyAndNewOnesFound() throws JOSEException {
    var tokens = tokens(rsa);
    var known = rsaToken(claims());
    var unknown = signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims());
    fetches = 0;

    for (int i = 0; i < 50; i++) {
      assertThat(tokens.verify(known)).isInstanceOf(Verified.class);
      assertReason(tokens, Reason.UNKNOWN_KEY, unknown);
    }
    assertThat(fetches).isEqualTo(1);

    publish(rsa, ec);
    now = now.plusSeconds(31);
    assertThat(tokens.verify(unknown)).isInstanceOf(Verified.class);
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void brokenIssuerLeavesTheKeysAtHand() throws JOSEException {
    var tokens = tokens(rsa);
    var longLived = claims("exp", Optional.of(Json.of(NOW + 1_000_000)));
    var token = rsaToken(longLived);
    assertThat(tokens.verify(token)).isInstanceOf(Verified.class);

    broken = true;
    now = now.plus(Duration.ofHours(20));
    assertThat(tokens.verify(token)).isInstanceOf(Verified.class);
    now = now.plus(Duration.ofHours(5));
    assertReason(tokens, Reason.UNKNOWN_KEY, token);
    broken = false;
    document = "no key set";
    now = now.plusSeconds(31);
    assertReason(tokens, Reason.UNKNOWN_KEY, token);
    publish(rsa);
    now = now.plusSeconds(31);
    assertThat(tokens.verify(token)).isInstanceOf(Verified.class);
  }

  private ExternalTokens tokens(JWK... published) {
    now = Instant.ofEpochSecond(NOW);
    broken = false;
    publish(published);
    var keys = new PublishedKeys(this::fetched, () -> now);
    return new ExternalTokens("gatehouse", "gatehouse", keys, () -> now);
  }

  private void publish(JWK... published) {
    document = new JWKSet(List.of(published)).toString(false);
  }

  private String fetched() throws IOException {
    fetches++;
    if (broken) {
      throw new IOException("the issuer is down");
    }
    return document;
  }

  private String rsaToken(Json.Obj claims) throws JOSEException {
    return signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims);
  }

  private static String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, Json claims)
      throws JOSEException {
    var token =
        new JWSObject(
            new JWSHeader.Builder(algorithm).keyID(kid).build(), new Payload(claims.toString()));
    token.sign(signer);
    return token.serialize();
  }

  private static void assertReason(ExternalTokens tokens, Reason reason, String token) {
    assertThat(tokens.verify(token)).isEqualTo(new Rejected<>(reason));
  }
}
