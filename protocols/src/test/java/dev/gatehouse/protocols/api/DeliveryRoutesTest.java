package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.CallerRole;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The list of what is owed, in a house without a courier: what is owed stays pending.
final class DeliveryRoutesTest {

  private static final String RUN =
      "{\"input\":\"say"
          + " done\",\"wait\":120,\"delivery\":[\"ops\"],\"callback_url\":\"https://x.example/y\"}";

  private static ApiHouse house() {
    ApiKeys keys =
        ApiKeys.of(
            List.of(
                key("alpha", "a-key", "one", CallerRole.USER),
                key("boss", "b-key", "one", CallerRole.OPERATOR),
                key("other", "o-key", "two", CallerRole.OPERATOR)));
    Handovers all =
        new Handovers() {
          @Override
          public List<String> names(CallerRole role) {
            return role.covers(CallerRole.OPERATOR) ? List.of("ops", "open") : List.of("open");
          }

          @Override
          public Optional<String> refusal(String callbackUrl) {
            return Optional.empty();
          }
        };
    return new ApiHouse(Plan.plain().with(keys).with(ApiHooks.NONE.withHandovers(all)));
  }

  private static ApiKey key(String name, String secret, String tenant, CallerRole role) {
    return ApiKey.of(name, new ApiKeys.MintedKey(name, secret).sha256(), tenant).withRole(role);
  }

  private static List<Json> items(Answer answer) {
    return answer.body().at("items").flatMap(Json::asArray).orElseThrow().items();
  }

  @Test
  void anOperatorSeesWhatItsTenantOwesButNotTheText() throws Exception {
    try (var house = house()) {
      Answer run = house.post("/api/runs", "b-key", RUN);

      List<Json> owed = items(house.get("/api/deliveries?status=pending", "b-key"));

      assertThat(owed).hasSize(4);
      assertThat(owed).extracting(Json::toString).noneMatch(text -> text.contains("done"));
      assertThat(owed)
          .extracting(item -> item.at("target").flatMap(Json::text).orElse(""))
          .containsOnly("ops", "callback_url");
      assertThat(owed).allMatch(item -> item.at("run_id").equals(run.body().at("run_id")));
      assertThat(items(house.get("/api/deliveries", "o-key"))).isEmpty();
    }
  }

  @Test
  void aUserSeesAndChangesNothing() throws Exception {
    try (var house = house()) {
      house.post("/api/runs", "b-key", RUN);
      String id = id(house);

      assertThat(house.get("/api/deliveries", "a-key").text("error")).isEqualTo("role_required");
      assertThat(house.post("/api/deliveries/" + id + "/retry", "a-key", "{}").status())
          .isEqualTo(403);
      assertThat(house.post("/api/deliveries/" + id + "/retry", "o-key", "{}").status())
          .isEqualTo(404);
    }
  }

  @Test
  void whatIsDroppedIsListedAsDroppedAndCanBeWantedAgain() throws Exception {
    try (var house = house()) {
      house.post("/api/runs", "b-key", RUN);
      String path = "/api/deliveries/" + id(house);

      Answer dropped = house.send(house.request(path, "b-key").DELETE().build());
      Answer again = house.post(path + "/retry", "b-key", "{}");

      assertThat(dropped.text("status")).isEqualTo("dropped");
      assertThat(again.text("status")).isEqualTo("pending");
    }
  }

  @Test
  void aUserNamesOnlyWhatIsOpenToIt() throws Exception {
    try (var house = house()) {
      Answer refused = house.post("/api/runs", "a-key", RUN);
      Answer taken = house.post("/api/runs", "a-key", RUN.replace("ops", "open"));

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().toString()).contains("/delivery");
      assertThat(taken.status()).isEqualTo(200);
    }
  }

  @Test
  void theDocumentAndTheListKnowTheirWords() throws Exception {
    try (var house = house()) {
      assertThat(house.get("/api/deliveries?status=odd", "b-key").status()).isEqualTo(400);
      assertThat(house.get("/api/openapi.json", "").body().at("paths").orElseThrow().toString())
          .contains("/deliveries/{id}/retry", "callback_url");
    }
  }

  private static String id(ApiHouse house) throws Exception {
    return items(house.get("/api/deliveries", "b-key"))
        .getFirst()
        .at("delivery_id")
        .flatMap(Json::text)
        .orElseThrow();
  }
}
