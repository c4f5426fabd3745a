package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.ExternalTokens;
import dev.gatehouse.protocols.http.PublishedKeys;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Callers with the tokens of another issuer, and tokens that were revoked.
final class ExternalCallersTest {

  private static ECKey key;
  private static ECKey stranger;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("now").generate();
    stranger = new ECKeyGenerator(Curve.P_256).keyID("now").generate();
  }

  @Test
  void tokenOfATrustedIssuerChatsWithoutInit() throws Exception {
    try (var house = house()) {
      var first = house.chat(seat("ann"), ApiHouse.said("say hello")).rest();
      house.chat(seat("ann"), ApiHouse.said("say hello")).rest();
      var sessions = house.get("/api/sessions", token("ann", "acme", key));

      assertThat(first.getLast().type()).isEqualTo("stream_complete");
      assertThat(sessions.body().at("items").orElseThrow().asArray().orElseThrow().items())
          .singleElement()
          .satisfies(row -> assertThat(row.at("user_id")).contains(Json.of("ann")));
    }
  }

  @Test
  void userOfOneTenantDoesNotSeeAnothers() throws Exception {
    try (var house = house()) {
      house.chat(seat("ann"), ApiHouse.said("say hello")).rest();

      var other = house.get("/api/sessions", token("ann", "umbrella", key));
      var items = other.body().at("items").orElseThrow().asArray().orElseThrow().items();
      var own = items.getFirst().at("session_id").flatMap(Json::text).orElseThrow();
      var mine = house.get("/api/sessions", token("ann", "acme", key));

      assertThat(items).hasSize(1);
      assertThat(mine.body().toString()).doesNotContain(own);
    }
  }

  @Test
  void forgedTokenIsRefusedAndNoApiKeyIsTakenForOne() throws Exception {
    try (var house = house()) {
      var forged = house.get("/api/sessions", token("ann", "acme", stranger));
      var invented = house.get("/api/sessions", "any-key-at-all");

      assertThat(forged.status()).isEqualTo(401);
      assertThat(invented.status()).isEqualTo(401);
    }
  }

  @Test
  void endedSessionIsFollowedByANewOne() throws Exception {
    try (var house = house()) {
      var bearer = token("ann", "acme", key);
      var before = onlySession(house, bearer);
      house.send(house.request("/api/sessions/" + before, bearer).DELETE().build());

      var after = onlySession(house, bearer);

      assertThat(after).isNotEmpty().isNotEqualTo(before);
    }
  }

  @Test
  void forkOfAnOutsidersSessionHasATokenThatIsGood() throws Exception {
    try (var house = house()) {
      var bearer = token("ann", "acme", key);
      var session = onlySession(house, bearer);
      var fork = house.post("/api/sessions/" + session + "/fork", bearer, "{}");

      var shown = house.get("/api/sessions/" + fork.text("session_id"), fork.text("session_token"));

      assertThat(fork.status()).isEqualTo(201);
      assertThat(shown.status()).isEqualTo(200);
    }
  }

  private static String onlySession(ApiHouse house, String bearer) throws Exception {
    var page = house.get("/api/sessions", bearer);
    var items = page.body().at("items").orElseThrow().asArray().orElseThrow().items();
    assertThat(items).hasSize(1);
    return items.getFirst().at("session_id").flatMap(Json::text).orElseThrow();
  }

  private static ApiHouse.Seat seat(String user) throws JOSEException {
    return new ApiHouse.Seat("", token(user, "acme", key));
  }

  private static ApiHouse house() {
    var keys =
        new PublishedKeys(() -> new JWKSet(key.toPublicJWK()).toString(), InstantSource.system());
    var issuer =
        new ExternalTokens("https://id.example", "gatehouse", keys, InstantSource.system());
    return new ApiHouse(
        ApiHouse.Plan.plain().with(ApiKeys.none()).with(ApiHooks.NONE.withIssuer(issuer)));
  }

  private static String token(String user, String tenant, ECKey signer) throws JOSEException {
    long now = Instant.now().getEpochSecond();
    var claims =
        Json.object()
            .put("iss", "https://id.example")
            .put("aud", "gatehouse")
            .put("sub", user)
            .put("tenant", tenant)
            .put("iat", now)
            .put("exp", now + 600)
            .build();
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("now").build();
    var token = new JWSObject(header, new Payload(claims.toString()));
    token.sign(new ECDSASigner(signer));
    return token.serialize();
  }
}
