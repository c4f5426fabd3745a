package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.CallerRole;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionRoutesTest {

  private static ApiKeys keys() {
    return ApiKeys.of(
        List.of(
            key("alpha", "a-key", "one", CallerRole.USER),
            key("boss", "b-key", "one", CallerRole.OPERATOR),
            key("gamma", "g-key", "two", CallerRole.USER)));
  }

  private static ApiKey key(String name, String secret, String tenant, CallerRole role) {
    return ApiKey.of(name, new ApiKeys.MintedKey(name, secret).sha256(), tenant).withRole(role);
  }

  private static Answer delete(ApiHouse house, Seat seat) throws Exception {
    return house.send(
        house.request("/api/sessions/" + seat.session(), seat.token()).DELETE().build());
  }

  @Test
  void unknownKeysAndEmptyOnesAreRefusedDifferently() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(keys()))) {
      assertThat(house.post("/api/chat/init", "", "{\"api_key\":\"wrong\"}").status())
          .isEqualTo(401);
      assertThat(house.post("/api/chat/init", "", "{\"api_key\":\"\"}").status()).isEqualTo(422);
      assertThat(house.post("/api/chat/init", "", "{}").status()).isEqualTo(422);
    }
  }

  @Test
  void goodKeyInThePlaceOfATokenIsToldWhereTokensAre() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(keys()))) {
      Answer good = house.post("/api/chat", "a-key", "{}");
      Answer bad = house.post("/api/chat", "x-key", "{}");

      assertThat(good.status()).isEqualTo(401);
      assertThat(good.text("error")).isEqualTo("session_needed");
      assertThat(good.text("detail")).contains("POST /chat/init");
      assertThat(bad.text("error")).isEqualTo("unauthorized");
    }
  }

  @Test
  void initNamesUserExpiryAndModels() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = house.post("/api/chat/init", "", "{\"api_key\":\"k\"}");

      assertThat(answer.text("user_id")).isEqualTo("_default");
      assertThat(answer.text("session_id")).startsWith("sess_");
      assertThat(answer.number("expires_at")).isGreaterThan(System.currentTimeMillis() / 1_000);
      assertThat(answer.body().path("model_catalog", "default_model"))
          .contains(Json.of("puppet/one"));
    }
  }

  @Test
  void newTokenForAnOldSessionNeedsTheSameKeyAndUser() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(keys()))) {
      Seat seat = house.init("{\"api_key\":\"a-key\",\"user_id\":\"ann\"}");
      String tail = "\",\"session_id\":\"" + seat.session() + "\"}";

      Seat again = house.init("{\"api_key\":\"a-key\",\"user_id\":\"ann" + tail);
      Answer otherUser =
          house.post("/api/chat/init", "", "{\"api_key\":\"a-key\",\"user_id\":\"bob" + tail);
      Answer otherKey =
          house.post("/api/chat/init", "", "{\"api_key\":\"b-key\",\"user_id\":\"ann" + tail);

      assertThat(again.session()).isEqualTo(seat.session());
      assertThat(otherUser.status()).isEqualTo(404);
      assertThat(otherKey.status()).isEqualTo(404);
    }
  }

  @Test
  void deletedSessionTakesItsTokenRunsAndCredentialsWithIt() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat =
          house.init(
              "{\"api_key\":\"k\",\"anthropic_api_key\":\"sk-1\",\"openai_api_key\":\"sk-2\"}");
      SseEvents stream = house.chat(seat, ApiHouse.said("hold a"));
      stream.until("text_delta");
      assertThat(house.credentials.find(seat.session(), "anthropic").map(Credential::reveal))
          .contains("sk-1");

      Answer deleted = delete(house, seat);

      assertThat(deleted.status()).isEqualTo(204);
      assertThat(stream.rest().getLast().type()).isEqualTo("cancelled");
      assertThat(house.get("/api/sessions", seat.token()).status()).isEqualTo(401);
      assertThat(house.credentials.find(seat.session(), "anthropic")).isEmpty();
    }
  }

  @Test
  void sessionAndTokenSurviveARestart() throws Exception {
    var plan = Plan.plain();
    Seat seat;
    try (var house = new ApiHouse(plan)) {
      seat = house.seat();
      house.chat(seat, ApiHouse.said("say hello")).rest();
    }

    try (var house = new ApiHouse(plan)) {
      Answer messages = house.get("/api/sessions/" + seat.session() + "/messages", seat.token());

      assertThat(messages.status()).isEqualTo(200);
      assertThat(messages.body().at("items").flatMap(Json::asArray).orElseThrow().items())
          .hasSize(2);
      assertThat(house.chat(seat, ApiHouse.said("say more")).rest().getLast().type())
          .isEqualTo("stream_complete");
    }
  }

  @Test
  void someoneElsesSessionLooksAsIfItWereNotThere() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(keys()))) {
      Seat ann = house.init("{\"api_key\":\"a-key\",\"user_id\":\"ann\"}");
      Seat bob = house.init("{\"api_key\":\"a-key\",\"user_id\":\"bob\"}");
      Seat eve = house.init("{\"api_key\":\"g-key\",\"user_id\":\"ann\"}");
      String path = "/api/sessions/" + ann.session();

      assertThat(house.get(path, ann.token()).status()).isEqualTo(200);
      assertThat(house.get(path, bob.token()).status()).isEqualTo(404);
      assertThat(house.get(path, eve.token()).status()).isEqualTo(404);
      assertThat(house.get(path, "b-key").status()).isEqualTo(200);
      assertThat(house.get(path, "g-key").status()).isEqualTo(404);
      assertThat(items(house.get("/api/sessions", "b-key"))).hasSize(2);
      assertThat(items(house.get("/api/sessions", bob.token()))).hasSize(1);
    }
  }

  private static List<Json> items(Answer answer) {
    return answer.body().at("items").flatMap(Json::asArray).orElseThrow().items();
  }

  @Test
  void otherHistoryMakesABranchAndTheOldOneStays() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      house.chat(seat, ApiHouse.said("say one")).rest();
      house.chat(seat, ApiHouse.said("say two")).rest();
      String path = "/api/sessions/" + seat.session() + "/messages";

      Answer now = house.get(path, seat.token());
      Answer old = house.get(path + "?branch=0", seat.token());

      assertThat(now.number("branch")).isEqualTo(1);
      assertThat(now.body().toString()).contains("say two").doesNotContain("say one");
      assertThat(old.body().toString()).contains("say one");
      assertThat(house.get(path + "?branch=2", seat.token()).status()).isEqualTo(400);
    }
  }

  @Test
  void forkBeginsWithTheFirstMessages() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.init("{\"api_key\":\"k\",\"openai_api_key\":\"sk-2\"}");
      house.chat(seat, ApiHouse.said("say one")).rest();

      Answer fork =
          house.post(
              "/api/sessions/" + seat.session() + "/fork", seat.token(), "{\"at_message\":0}");
      String path = "/api/sessions/" + fork.text("session_id") + "/messages";
      Answer messages = house.get(path, fork.text("session_token"));

      assertThat(fork.status()).isEqualTo(201);
      assertThat(items(messages)).hasSize(1);
      assertThat(house.credentials.find(fork.text("session_id"), "openai")).isPresent();
    }
  }

  @Test
  void listGoesOnWhereThePageEnded() throws Exception {
    try (var house = ApiHouse.open()) {
      for (int i = 0; i < 5; i++) {
        house.seat();
      }
      Seat seat = house.seat();

      Answer first = house.get("/api/sessions?limit=4", seat.token());
      Answer second =
          house.get("/api/sessions?limit=4&cursor=" + first.text("next_cursor"), seat.token());

      assertThat(items(first)).hasSize(4);
      assertThat(items(second)).hasSize(2).doesNotContainAnyElementsOf(items(first));
      assertThat(second.body().at("next_cursor")).contains(Json.NULL);
      assertThat(house.get("/api/sessions?cursor=sess_no", seat.token()).status()).isEqualTo(400);
      assertThat(house.get("/api/sessions?limit=0", seat.token()).status()).isEqualTo(400);
    }
  }

  @Test
  void sessionThatNobodyUsesIsSweptAwayButNotOneAtWork() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat idle = house.seat();
      Seat busy = house.seat();
      SseEvents stream = house.chat(busy, ApiHouse.said("hold a"));
      stream.until("text_delta");

      int none = house.server.sweep(Duration.ofDays(30));
      int ended = house.server.sweep(Duration.ZERO);

      assertThat(none).isZero();
      assertThat(ended).isEqualTo(1);
      assertThat(house.get("/api/sessions", idle.token()).status()).isEqualTo(401);
      assertThat(house.get("/api/sessions", busy.token()).status()).isEqualTo(200);
      house.model.release("a");
    }
  }

  @Test
  void revokedTokenIsWorthlessAndItsSessionStays() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      var claims = Json.parse(Base64.getUrlDecoder().decode(seat.token().split("\\.", -1)[1]));
      var path = "/api/tokens/" + claims.at("jti").flatMap(Json::text).orElseThrow();

      var refused = house.send(house.request(path, seat.token()).DELETE().build());
      var revoked = house.send(house.request(path, "k").DELETE().build());
      var after = house.get("/api/sessions/" + seat.session(), seat.token());
      var again =
          house.init(
              "{\"api_key\":\"k\",\"user_id\":\"ann\",\"session_id\":\"" + seat.session() + "\"}");

      assertThat(refused.text("error")).isEqualTo("role_required");
      assertThat(revoked.status()).isEqualTo(204);
      assertThat(after.status()).isEqualTo(401);
      assertThat(house.get("/api/sessions/" + seat.session(), again.token()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void longConversationIsReadFromItsEndPageByPage() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      house.chat(seat, ApiHouse.said("say one")).rest();
      house
          .chat(
              seat,
              ApiHouse.said("say two")
                  .replaceFirst("\\{", "{\"context\":{\"history\":\"server\"},"))
          .rest();
      String path = "/api/sessions/" + seat.session() + "/messages";

      Answer whole = house.get(path, seat.token());
      Answer newest = house.get(path + "?limit=3", seat.token());
      Answer older =
          house.get(path + "?limit=3&cursor=" + newest.text("next_cursor"), seat.token());
      Answer foreign = house.get(path + "?cursor=7.1", seat.token());

      assertThat(items(newest)).isEqualTo(items(whole).subList(1, 4));
      assertThat(items(older)).isEqualTo(items(whole).subList(0, 1));
      assertThat(older.body().at("next_cursor")).contains(Json.NULL);
      assertThat(foreign.text("error")).isEqualTo("bad_cursor");
    }
  }
}
