package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.api.CredentialsResolver.Arrival;
import dev.gatehouse.protocols.api.CredentialsResolver.Resolved;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// `POST /chat/init`: an API key becomes a session and a token for it.
final class InitRoute {

  private static final Logger LOG = System.getLogger(InitRoute.class.getName());
  private static final int MAX_NAME = 200;
  private static final int MAX_SECRET = 8_192;

  private final ApiWorld world;
  private final SessionDesk desk;
  private final SessionTickets tickets;
  private final Idempotency idempotency;

  InitRoute(ApiWorld world, SessionDesk desk, SessionTickets tickets, Idempotency idempotency) {
    this.world = world;
    this.desk = desk;
    this.tickets = tickets;
    this.idempotency = idempotency;
  }

  /// The body.
  private record Wish(
      String apiKey,
      Optional<String> user,
      Optional<String> session,
      Json.Obj context,
      Map<String, Credential> credentials) {

    static Wish read(BodyReader body) {
      String apiKey = body.required("api_key").text(1, MAX_SECRET);
      Optional<BodyReader> context = body.optional("context").map(BodyField::object);
      Optional<String> user =
          body.optional("user_id")
              .or(() -> context.flatMap(it -> it.optional("user_id")))
              .map(field -> field.text(1, MAX_NAME));
      context.ifPresent(RunPlanner::requireChannel);
      var wish =
          new Wish(
              apiKey,
              user,
              body.optional("session_id").map(field -> field.text(1, MAX_NAME)),
              context.map(BodyReader::json).orElse(Json.object().build()),
              brought(body));
      body.check();
      return wish;
    }

    private static Map<String, Credential> brought(BodyReader body) {
      Map<String, Credential> all = new HashMap<>();
      Optional<String> key = secret(body, "anthropic_api_key");
      Optional<String> token = secret(body, "anthropic_auth_token");
      boolean byKey =
          secret(body, "anthropic_auth_mode")
              .filter(mode -> mode.toLowerCase(Locale.ROOT).startsWith("api"))
              .isPresent();
      if (token.isPresent() && (key.isEmpty() || !byKey)) {
        all.put("anthropic", Credential.bearer(token.get()));
      } else {
        key.ifPresent(secret -> all.put("anthropic", Credential.key(secret)));
      }
      secret(body, "openai_api_key").ifPresent(it -> all.put("openai", Credential.key(it)));
      return all;
    }

    private static Optional<String> secret(BodyReader body, String name) {
      return body.optional(name)
          .map(field -> field.text(0, MAX_SECRET))
          .filter(text -> !text.isBlank());
    }
  }

  void init(Exchange exchange) throws IOException, InterruptedException {
    Wish wish = Wish.read(exchange.body());
    ApiKey key =
        world
            .parts()
            .keys()
            .find(wish.apiKey())
            .orElseThrow(() -> new ProblemException(Problem.unauthorized()));
    Resolved who = resolve(wish, key);
    SessionCreated session =
        wish.session().isPresent()
            ? again(wish.session().get(), key, who.user())
            : fresh(exchange, wish, key, who);
    if (!who.credentials().isEmpty()) {
      world.parts().credentials().keep(session.id(), who.credentials());
    }
    Json.ObjBuilder answer = tickets.issue(session, key).put("user_id", session.user());
    catalog(key).ifPresent(models -> answer.put("model_catalog", models));
    exchange.json(200, answer.build());
  }

  private SessionCreated again(String id, ApiKey key, String user) {
    String owner = Rows.owner(key.tenant(), key.name(), user);
    boolean own =
        world
            .runtime()
            .store()
            .row(Rows.SESSION, id)
            .filter(row -> row.owner().equals(owner) && row.status().equals("open"))
            .map(Row::id)
            .isPresent();
    if (!own) {
      throw new ProblemException(Problem.notFound(Rows.SESSION, id));
    }
    return desk.find(id).who();
  }

  private SessionCreated fresh(Exchange exchange, Wish wish, ApiKey key, Resolved who)
      throws IOException, InterruptedException {
    String scope = "init\n" + Rows.owner(key.tenant(), key.name(), who.user());
    Idempotency.Claim claim = idempotency.claim(exchange, scope, world.runtime().ids().session());
    try {
      return desk.open(
          new SessionCreated(
              claim.id(),
              key.tenant(),
              key.name(),
              who.user(),
              key.channel().or(who::channel).map(InitRoute::plain).filter(it -> !it.isEmpty()),
              wish.context(),
              world.runtime().clock().instant()),
          List.of());
    } catch (ProblemException refused) {
      idempotency.release(claim);
      throw refused;
    }
  }

  private static String plain(String channel) {
    return channel.strip().toLowerCase(Locale.ROOT);
  }

  private Resolved resolve(Wish wish, ApiKey key) throws InterruptedException {
    Optional<CredentialsResolver> resolver = world.parts().hooks().credentials();
    if (resolver.isEmpty()) {
      String user = wish.user().orElseGet(this::nobody);
      return new Resolved(user, Optional.empty(), wish.credentials());
    }
    var arrival = new Arrival(wish.apiKey(), key.tenant(), wish.user(), wish.context());
    try {
      Resolved resolved =
          world
              .timed()
              .call("credentials resolver", () -> resolver.get().resolve(arrival))
              .orElseThrow(InitRoute::none);
      Map<String, Credential> all = new HashMap<>(resolved.credentials());
      all.putAll(wish.credentials());
      return new Resolved(resolved.user(), resolved.channel(), all);
    } catch (TimeoutException _) {
      throw late(wish);
    } catch (ExecutionException broken) {
      LOG.log(Level.ERROR, "the credentials resolver failed", broken);
      throw new ProblemException(
          Problem.of(
              ProblemCode.CREDENTIALS_UNAVAILABLE,
              "the credentials could not be found out; the server's log says more"));
    }
  }

  private String nobody() {
    if (world.isStrict()) {
      throw new ProblemException(
          Problem.of(ProblemCode.MISSING_USER_ID, "send the user's id as user_id"));
    }
    return Caller.NOBODY;
  }

  private static ProblemException none() {
    return new ProblemException(
        Problem.of(ProblemCode.CREDENTIALS_REJECTED, "there is no credential for this caller")
            .with("reason", Json.of("no_credential")));
  }

  private ProblemException late(Wish wish) {
    double seconds = world.timed().limit().toMillis() / 1_000.0;
    return new ProblemException(
        Problem.of(
                ProblemCode.CREDENTIALS_TIMEOUT,
                "the credentials did not arrive within " + seconds + " seconds; try again")
            .with("user_id", wish.user().<Json>map(Json::of).orElse(Json.NULL))
            .with("timeout_seconds", Json.of(seconds)));
  }

  /// {@return the models the key's first agent may use, when there are any to name}
  private Optional<Json> catalog(ApiKey key) {
    Catalog catalog = world.runtime().catalog();
    var caller = new Caller(key, Caller.NOBODY, key.role(), Optional.empty());
    Optional<Agent> agent =
        catalog.agents().stream().filter(it -> caller.mayUse(it.name())).findFirst();
    return agent.flatMap(it -> ModelLists.choice(catalog, it));
  }
}
