package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.HttpSettings;
import dev.gatehouse.protocols.http.SealedBox;
import dev.gatehouse.protocols.http.SessionTokens;
import dev.gatehouse.protocols.http.SigningSecrets;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.schedule.Reception;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import dev.gatehouse.runtime.schedule.Schedules;
import dev.gatehouse.runtime.schedule.ServedTargets;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.testkit.FullDisk;
import dev.gatehouse.testkit.InMemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A whole server over a store in memory and a puppet for a model, with a client for it.
final class ApiHouse implements AutoCloseable {

  static final RetryPolicy QUICK = RetryPolicy.STANDARD;

  private static final String SECRET = "9f8Zq1Lw0Xn7Rb5Tt3Vy2Uc4Kd6Mp8Sj";
  private static final byte[] SEAL = new byte[32];

  final InMemoryStore store;
  final PuppetModel model = new PuppetModel();
  final FullDisk disk;
  final AgentRuntime runtime;
  final SessionCredentials credentials;
  private final Schedules schedules;
  final ApiServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// What a test wants otherwise than usual.
  record Plan(
      InMemoryStore store, List<Tool> tools, ApiKeys keys, ApiHooks hooks, ApiSettings settings) {

    static Plan plain() {
      return new Plan(
          new InMemoryStore(),
          List.of(),
          ApiKeys.open(),
          ApiHooks.NONE,
          ApiSettings.of(HttpSettings.loopback(0)));
    }

    Plan over(InMemoryStore other) {
      return new Plan(other, tools, keys, hooks, settings);
    }

    Plan with(Tool... others) {
      return new Plan(store, List.of(others), keys, hooks, settings);
    }

    Plan with(ApiKeys others) {
      return new Plan(store, tools, others, hooks, settings);
    }

    Plan with(ApiHooks others) {
      return new Plan(store, tools, keys, others, settings);
    }

    Plan with(ApiSettings others) {
      return new Plan(store, tools, keys, hooks, others);
    }
  }

  ApiHouse(Plan plan) {
    this.store = plan.store();
    this.disk = new FullDisk(store.events());
    InstantSource clock = InstantSource.system();
    this.runtime =
        AgentRuntime.open(
            new AgentRuntime.Parts(
                disk,
                store.blobs(),
                new PuppetCatalog(model, plan.tools(), QUICK),
                new Lenient(),
                clock,
                new Budgets(_ -> Optional.empty()),
                (_, _) -> {}));
    this.schedules = schedules(runtime);
    this.credentials =
        new SessionCredentials(store.records(), new SealedBox(SEAL, new SecureRandom()), clock);
    var tokens =
        new SessionTokens(
            SigningSecrets.of(SECRET),
            SessionTokens.Names.STANDARD,
            clock,
            () -> UUID.randomUUID().toString());
    this.server =
        ApiServer.start(
            new ApiServer.Parts(
                runtime,
                store.records(),
                new Lenient(),
                plan.keys(),
                tokens,
                credentials,
                schedules,
                plan.hooks()),
            plan.settings());
  }

  /// Nothing fires here by itself.
  private static Schedules schedules(AgentRuntime runtime) {
    Schedules schedules =
        new Schedules(
            new Schedules.Parts(
                runtime,
                expression -> {
                  throw new IllegalArgumentException(
                      "cron \"" + expression + "\" is not read here");
                },
                new ServedTargets(runtime, new Lenient(), ServedTargets.Shaping.NONE),
                Reception.OPEN,
                Set::of,
                _ -> "",
                ScheduleListener.SILENT),
            List.of());
    schedules.open();
    return schedules;
  }

  static ApiHouse open() {
    return new ApiHouse(Plan.plain());
  }

  /// Takes any value, unless the schema is the one that takes none.
  private static final class Lenient implements SchemaValidator {
    @Override
    public List<Violation> validate(Json schema, Json value) {
      return schema.at("not").isPresent()
          ? List.of(new Violation("", "is never right"))
          : List.of();
    }

    @Override
    public List<Violation> check(Json schema) {
      return schema.at("broken").isPresent()
          ? List.of(new Violation("/broken", "is broken"))
          : List.of();
    }
  }

  /// An answer.
  record Answer(int status, Json body, HttpResponse<byte[]> raw) {

    String text(String name) {
      return body.at(name).flatMap(Json::text).orElse("");
    }

    long number(String name) {
      return body.at(name).flatMap(Json::number).orElseThrow().longValueExact();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  /// A session's key to the house.
  record Seat(String session, String token) {}

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpRequest.Builder request(String path, String token) {
    var builder = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(5));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  HttpResponse<byte[]> raw(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> raw = raw(request);
    Json body = raw.body().length == 0 ? Json.NULL : Json.parse(raw.body());
    return new Answer(raw.statusCode(), body, raw);
  }

  Answer get(String path, String token) throws IOException, InterruptedException {
    return send(request(path, token).GET().build());
  }

  Answer post(String path, String token, String body) throws IOException, InterruptedException {
    return send(posting(path, token, body).build());
  }

  HttpRequest.Builder posting(String path, String token, String body) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  Seat init(String body) throws IOException, InterruptedException {
    Answer answer = post("/api/chat/init", "", body);
    if (answer.status() != 200) {
      throw new AssertionError("init answered " + answer.body());
    }
    return new Seat(answer.text("session_id"), answer.text("session_token"));
  }

  Seat seat() throws IOException, InterruptedException {
    return init("{\"api_key\":\"k\",\"user_id\":\"ann\"}");
  }

  HttpResponse<InputStream> streamed(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  static String said(String text) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]}";
  }

  SseEvents chat(Seat seat, String body) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = streamed(posting("/api/chat", seat.token(), body).build());
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          "chat answered "
              + answer.statusCode()
              + " "
              + new String(answer.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return new SseEvents(answer.body());
  }

  SseEvents watch(Seat seat, String path) throws IOException, InterruptedException {
    return new SseEvents(
        streamed(request(path, seat.token()).header("Accept", "text/event-stream").GET().build())
            .body());
  }

  @Override
  public void close() {
    schedules.close();
    server.close();
    runtime.close(Duration.ZERO);
  }
}
