package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.api.CredentialsResolver.Resolved;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class HooksTest {

  private static final String INIT = "{\"api_key\":\"k\",\"user_id\":\"ann\"}";

  private static Plan with(CredentialsResolver resolver) {
    return Plan.plain().with(ApiHooks.NONE.withCredentials(resolver));
  }

  private static Plan hasty(CredentialsResolver resolver) {
    return Plan.plain()
        .with(ApiHooks.NONE.withCredentials(resolver).withPatience(Duration.ofMillis(500)));
  }

  @Test
  void resolverSaysWhoItIsAndWhatServesIt() throws Exception {
    var credential = Credential.key("sk-resolved");
    CredentialsResolver resolver =
        arrival ->
            Optional.of(
                new Resolved(
                    arrival.user().orElse("?") + "@corp",
                    Optional.of(" Web "),
                    Map.of("anthropic", credential)));
    try (var house = new ApiHouse(with(resolver))) {
      Answer answer = house.post("/api/chat/init", "", INIT);

      assertThat(answer.text("user_id")).isEqualTo("ann@corp");
      assertThat(house.credentials.find(answer.text("session_id"), "anthropic"))
          .map(Credential::reveal)
          .contains("sk-resolved");
      assertThat(
              house
                  .get("/api/sessions/" + answer.text("session_id"), answer.text("session_token"))
                  .text("channel"))
          .isEqualTo("web");
    }
  }

  @Test
  void resolverThatIsLateFailsOrHasNothingRefusesTheSession() throws Exception {
    var never = new CountDownLatch(1);
    CredentialsResolver late =
        _ -> {
          never.await();
          return Optional.empty();
        };
    CredentialsResolver broken =
        _ -> {
          throw new IOException("vault is down");
        };
    try (var slow = new ApiHouse(hasty(late));
        var failing = new ApiHouse(with(broken));
        var empty = new ApiHouse(with(_ -> Optional.empty()))) {
      Answer timeout = slow.post("/api/chat/init", "", INIT);
      Answer failed = failing.post("/api/chat/init", "", INIT);

      assertThat(timeout.status()).isEqualTo(504);
      assertThat(timeout.text("error")).isEqualTo("credentials_timeout");
      assertThat(timeout.text("user_id")).isEqualTo("ann");
      assertThat(timeout.body().at("timeout_seconds")).contains(Json.of(0.5));
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.text("error")).isEqualTo("credentials_unavailable");
      assertThat(failed.body().toString()).doesNotContain("vault");
      assertThat(empty.post("/api/chat/init", "", INIT).status()).isEqualTo(401);
    }
  }

  @Test
  void strictServerWantsTheUserNamedAndTheSame() throws Exception {
    CredentialsResolver resolver =
        arrival ->
            Optional.of(new Resolved(arrival.user().orElse("?"), Optional.empty(), Map.of()));
    try (var house = new ApiHouse(with(resolver))) {
      Seat seat = house.init(INIT);

      Answer nameless = house.post("/api/chat", seat.token(), ApiHouse.said("say x"));
      Answer other = house.post("/api/chat", seat.token(), named("bob"));

      assertThat(nameless.status()).isEqualTo(400);
      assertThat(nameless.text("error")).isEqualTo("missing_user_id");
      assertThat(other.status()).isEqualTo(401);
      assertThat(other.text("error")).isEqualTo("cross_user_reuse");
      assertThat(other.text("session_user")).isEqualTo("ann");
      assertThat(other.text("request_user")).isEqualTo("bob");
      assertThat(house.chat(seat, named("ann")).rest().getLast().type())
          .isEqualTo("stream_complete");
    }
  }

  private static String named(String user) {
    String body = ApiHouse.said("say x");
    return body.substring(0, body.length() - 1) + ",\"user_id\":\"" + user + "\"}";
  }

  @Test
  void sessionThatAHookRefusesHasEnded() throws Exception {
    List<SessionCreated> seen = new CopyOnWriteArrayList<>();
    SessionHooks refusing =
        new SessionHooks() {
          @Override
          public void created(SessionCreated session) throws IOException {
            seen.add(session);
            throw new IOException("no room");
          }
        };
    try (var house = new ApiHouse(Plan.plain().with(ApiHooks.NONE.withSessions(refusing)))) {
      Answer answer = house.post("/api/chat/init", "", INIT);

      assertThat(answer.status()).isEqualTo(500);
      assertThat(house.store.events().row("session", seen.getFirst().id()).orElseThrow().status())
          .isEqualTo("ended");
    }
  }

  @Test
  void sessionThatIsDeletedIsHeardOf() throws Exception {
    List<SessionCreated> gone = new CopyOnWriteArrayList<>();
    SessionHooks listening =
        new SessionHooks() {
          @Override
          public void expired(SessionCreated session) {
            gone.add(session);
          }
        };
    try (var house = new ApiHouse(Plan.plain().with(ApiHooks.NONE.withSessions(listening)))) {
      Seat seat = house.seat();

      house.send(house.request("/api/sessions/" + seat.session(), seat.token()).DELETE().build());

      assertThat(gone.getFirst().id()).isEqualTo(seat.session());
    }
  }

  @Test
  void factoryThatFailsLeavesTheSessionFree() throws Exception {
    var fails = new AtomicBoolean(true);
    RuntimeFactory factory =
        (agent, _, _, _) -> {
          if (fails.get()) {
            throw new IOException("not today");
          }
          return agent;
        };
    try (var house = new ApiHouse(Plan.plain().with(ApiHooks.NONE.withRuns(factory)))) {
      Seat seat = house.seat();

      Answer failed = house.post("/api/chat", seat.token(), ApiHouse.said("say x"));
      fails.set(false);

      assertThat(failed.status()).isEqualTo(500);
      assertThat(house.chat(seat, ApiHouse.said("say x")).rest().getLast().type())
          .isEqualTo("stream_complete");
    }
  }
}
