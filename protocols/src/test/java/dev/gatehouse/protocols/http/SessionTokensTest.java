package dev.gatehouse.protocols.http;

import static dev.gatehouse.protocols.http.TokenForge.NOW;
import static dev.gatehouse.protocols.http.TokenForge.SECRET;
import static dev.gatehouse.protocols.http.TokenForge.base64;
import static dev.gatehouse.protocols.http.TokenForge.claims;
import static dev.gatehouse.protocols.http.TokenForge.forged;
import static dev.gatehouse.protocols.http.TokenForge.header;
import static dev.gatehouse.protocols.http.TokenForge.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.TokenVerdict.Reason;
import dev.gatehouse.protocols.http.TokenVerdict.Rejected;
import dev.gatehouse.protocols.http.TokenVerdict.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokensTest {

  private static final String OTHER_SECRET = "Zq8Lw3Xn5Vt1Bm7Kr9Jd2Hf4Gs6Pa0Yc";
  private static final SessionTokens.Bearer BEARER =
      new SessionTokens.Bearer("sess_1", "0123456789abcdef", "ann", Optional.of("public"));

  @Test
  void mintedTokenVerifies() {
    var minted = tokens(NOW).mint(BEARER);

    assertThat(tokens(NOW).verify(minted.token())).isEqualTo(new Verified<>(minted.claims()));
    assertThat(minted.claims().isPublic()).isTrue();
    assertThat(minted.claims().expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 3600));
    assertThat(minted.toString()).doesNotContain(minted.token());
  }

  @Test
  void tokenCarriesStandardAndKnownClaims() {
    var payload = tokens(NOW).mint(BEARER).token().split("\\.", -1)[1];
    var claims = Json.parse(Base64.getUrlDecoder().decode(payload));

    assertThat(claims.asObject().orElseThrow().members().keySet())
        .containsExactlyInAnyOrder(
            "iss",
            "aud",
            "sub",
            "iat",
            "nbf",
            "exp",
            "jti",
            "session_id",
            "api_key_hash",
            "created_at",
            "expires_at",
            "user_id",
            "channel",
            "is_public");
    assertThat(claims.at("expires_at")).contains(Json.of(NOW + 3600));
  }

  @Test
  void handMadeTokenWithTheSecretVerifies() {
    assertThat(tokens(NOW).verify(signed(header(), claims()))).isInstanceOf(Verified.class);
    assertThat(tokens(NOW).verify(signed(header(), claims("channel", Optional.empty()))))
        .isInstanceOf(Verified.class);
    assertThat(
            tokens(NOW)
                .verify(
                    signed(
                        header(),
                        claims(
                            "aud", Optional.of(Json.array(Json.of("x"), Json.of("gatehouse")))))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void endIsExactAndBeginningMayLieAhead() {
    var token = signed(header(), claims());

    assertThat(tokens(NOW + 3599).verify(token)).isInstanceOf(Verified.class);
    assertThat(tokens(NOW + 3600).verify(token)).isEqualTo(new Rejected<>(Reason.EXPIRED));
    assertThat(tokens(NOW - 60).verify(token)).isInstanceOf(Verified.class);
    assertThat(tokens(NOW - 61).verify(token)).isEqualTo(new Rejected<>(Reason.TOO_EARLY));
  }

  @Test
  void rotatedSecretsVerifyUntilTheyAreDropped() {
    var old = tokens(NOW).mint(BEARER).token();
    var both = new LinkedHashMap<String, String>();
    both.put("k2", OTHER_SECRET);
    both.put("k1", SECRET);

    assertThat(tokens(SigningSecrets.of(both), NOW).verify(old)).isInstanceOf(Verified.class);
    var fresh = tokens(SigningSecrets.of(both), NOW).mint(BEARER).token();
    assertThat(tokens(SigningSecrets.of(Map.of("k2", OTHER_SECRET)), NOW).verify(fresh))
        .isInstanceOf(Verified.class);
    assertThat(tokens(SigningSecrets.of(Map.of("k2", OTHER_SECRET)), NOW).verify(old))
        .isEqualTo(new Rejected<>(Reason.UNKNOWN_KEY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"badForms", "badHeaders", "badSigners", "badTimes", "badClaims"})
  void badTokenIsRejected(String why, String token) {
    assertThat(tokens(NOW).verify(token)).as(why).isInstanceOf(Rejected.class);
  }

  static Stream<Arguments> badForms() {
    var good = signed(header(), claims());
    var parts = good.split("\\.", -1);
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("blank", "   "),
        Arguments.of("word", "token"),
        Arguments.of("api key", "gh_abcdefghijklmnopqrstuvwxyz"),
        Arguments.of("two parts", parts[0] + "." + parts[1]),
        Arguments.of("empty signature", parts[0] + "." + parts[1] + "."),
        Arguments.of("four parts", good + "." + parts[2]),
        Arguments.of("leading space", " " + good),
        Arguments.of("trailing newline", good + "\n"),
        Arguments.of("padding", good + "="),
        Arguments.of(
            "plain base64 alphabet", parts[0] + "." + parts[1] + ".++//" + parts[2].substring(4)),
        Arguments.of("bearer prefix", "Bearer " + good),
        Arguments.of("huge", "a".repeat(20_000) + "." + parts[1] + "." + parts[2]));
  }

  static Stream<Arguments> badHeaders() {
    var good = signed(header(), claims());
    var parts = good.split("\\.", -1);
    var text = claims().toString();
    return Stream.of(
        Arguments.of("alg none", base64("{\"alg\":\"none\"}") + "." + parts[1] + "."),
        Arguments.of(
            "alg none, signed",
            forged("{\"alg\":\"none\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "alg None", forged("{\"alg\":\"None\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "alg hs256", forged("{\"alg\":\"hs256\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "alg HS512", forged("{\"alg\":\"HS512\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA512")),
        Arguments.of(
            "alg HS384", forged("{\"alg\":\"HS384\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA384")),
        Arguments.of(
            "alg RS256", forged("{\"alg\":\"RS256\",\"kid\":\"k1\"}", text, SECRET, "HmacSHA256")),
        Arguments.of("no alg", forged("{\"kid\":\"k1\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "alg twice",
            forged(
                "{\"alg\":\"HS256\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
                text,
                SECRET,
                "HmacSHA256")),
        Arguments.of("no kid", forged("{\"alg\":\"HS256\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "unknown kid",
            forged("{\"alg\":\"HS256\",\"kid\":\"k9\"}", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "kid as a path",
            forged("{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}", text, "0", "HmacSHA256")),
        Arguments.of(
            "unknown crit",
            forged(
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"crit\":[\"x\"],\"x\":1}",
                text,
                SECRET,
                "HmacSHA256")),
        Arguments.of(
            "b64 false",
            forged(
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"b64\":false,\"crit\":[\"b64\"]}",
                text,
                SECRET,
                "HmacSHA256")),
        Arguments.of(
            "other typ",
            forged(
                "{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}",
                text,
                SECRET,
                "HmacSHA256")),
        Arguments.of("header is an array", forged("[]", text, SECRET, "HmacSHA256")),
        Arguments.of(
            "encrypted form", base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..a.b.c"));
  }

  static Stream<Arguments> badSigners() {
    var good = signed(header(), claims());
    var parts = good.split("\\.", -1);
    var text = claims().toString();
    return Stream.of(
        Arguments.of("other secret", forged(header(), text, OTHER_SECRET, "HmacSHA256")),
        Arguments.of(
            "well-known secret", forged(header(), text, "your-256-bit-secret", "HmacSHA256")),
        Arguments.of("claims are an array", forged(header(), "[]", SECRET, "HmacSHA256")),
        Arguments.of("claims are no JSON", forged(header(), "hello", SECRET, "HmacSHA256")),
        Arguments.of(
            "claim twice",
            forged(
                header(),
                text.replace("\"jti\"", "\"sub\":\"root\",\"jti\""),
                SECRET,
                "HmacSHA256")),
        Arguments.of(
            "swapped claims",
            parts[0] + "." + base64(text.replace("ann", "bob")) + "." + parts[2]));
  }

  static Stream<Arguments> badTimes() {
    return Stream.of(
        Arguments.of("expired", with("exp", Json.of(NOW), "expires_at", Json.of(NOW))),
        Arguments.of("no exp", without("exp")),
        Arguments.of("exp as text", with("exp", Json.of("" + (NOW + 3600)))),
        Arguments.of(
            "exp beyond time", with("exp", Json.parse("1e300"), "expires_at", Json.parse("1e300"))),
        Arguments.of("negative exp", with("exp", Json.of(-1), "expires_at", Json.of(-1))),
        Arguments.of("exp differs from expires_at", with("exp", Json.of(NOW + 9_999))),
        Arguments.of("nbf ahead", with("nbf", Json.of(NOW + 61))),
        Arguments.of("nbf as text", with("nbf", Json.of("x"))),
        Arguments.of("iat ahead", with("iat", Json.of(NOW + 61), "created_at", Json.of(NOW + 61))),
        Arguments.of("no iat", without("iat")));
  }

  static Stream<Arguments> badClaims() {
    return Stream.of(
        Arguments.of("other issuer", with("iss", Json.of("someone"))),
        Arguments.of("no issuer", without("iss")),
        Arguments.of("other audience", with("aud", Json.of("someone"))),
        Arguments.of("no audience", without("aud")),
        Arguments.of("no session", without("session_id")),
        Arguments.of("session as number", with("session_id", Json.of(1))),
        Arguments.of("blank session", with("session_id", Json.of(" "))),
        Arguments.of("no key hash", without("api_key_hash")),
        Arguments.of("no user", without("user_id")),
        Arguments.of("user differs from sub", with("user_id", Json.of("bob"))),
        Arguments.of("no jti", without("jti")));
  }

  @Test
  void everyMutationIsRejected() {
    var random = new Random(42);
    var good = tokens(NOW).mint(BEARER).token();
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";

    for (int at = 0; at < good.length(); at++) {
      for (int i = 0; i < alphabet.length(); i++) {
        rejectUnlessSame(good, good.substring(0, at) + alphabet.charAt(i) + good.substring(at + 1));
      }
    }
    for (int round = 0; round < 5_000; round++) {
      rejectUnlessSame(good, mutated(good, random, alphabet));
    }
  }

  private static void rejectUnlessSame(String good, String mutant) {
    if (!mutant.equals(good)) {
      assertThat(tokens(NOW).verify(mutant)).as(mutant).isInstanceOf(Rejected.class);
    }
  }

  private static String mutated(String good, Random random, String alphabet) {
    var text = new StringBuilder(good);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      char other = alphabet.charAt(random.nextInt(alphabet.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, other);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.setCharAt(at, other);
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "t7Qz1xVb9Lk3Wm5Rn8Yp2Sd4Fg6Hj0K",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0123456789abcdef0123456789abcdef",
        "abababababababababababababababab",
        "0123456789012345678901234567890123456789",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "your-256-bit-secret-your-256-bit-secret",
        "a-string-secret-at-least-256-bits-long",
        "my-32-character-ultra-secure-and-ultra-long-secret",
        "dev-secret-change-in-production-please-9x",
        "CHANGEME-CHANGEME-please-1234-zyxw-98",
        "supersecretkeythatnobodyshouldeveruse1",
        "development-jwt-signing-key-for-local-use"
      })
  void weakSecretIsRefused(String secret) {
    assertThatThrownBy(() -> SigningSecrets.of(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl rand")
        .matches(
            thrown -> secret.isEmpty() || !String.valueOf(thrown.getMessage()).contains(secret));
  }

  @Test
  void randomSecretsAreAccepted() {
    var random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      assertThat(SigningSecrets.of(base64(bytes)).current()).isEqualTo("k1");
      assertThat(SigningSecrets.of(HexFormat.of().formatHex(bytes)).current()).isEqualTo("k1");
    }
  }

  private static String with(String name, Json value) {
    return signed(header(), claims(name, Optional.of(value)));
  }

  private static String with(String one, Json first, String two, Json second) {
    var members = new LinkedHashMap<>(claims().members());
    members.put(one, first);
    members.put(two, second);
    return signed(header(), new Json.Obj(members));
  }

  private static String without(String name) {
    return signed(header(), claims(name, Optional.empty()));
  }

  private static SessionTokens tokens(long now) {
    return tokens(SigningSecrets.of(SECRET), now);
  }

  private static SessionTokens tokens(SigningSecrets secrets, long now) {
    var names = new SessionTokens.Names("gatehouse", "gatehouse", Duration.ofHours(1));
    return new SessionTokens(secrets, names, () -> Instant.ofEpochSecond(now), () -> "tok_1");
  }
}
