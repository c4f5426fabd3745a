package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A server's HTTP API, as far as the command line needs it. For any number of threads.
final class RemoteServer implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI url;
  private final String key;

  /// A session, and the token that opens it.
  record Seat(String session, String token) {}

  RemoteServer(URI url, String key) {
    this.url = url;
    this.key = key;
  }

  String key() {
    return key;
  }

  Seat session() {
    var answer =
        post(
            "/chat/init",
            Json.obj("api_key", Json.of(key), "context", Json.obj("channel", Json.of("cli"))),
            key);
    return new Seat(text(answer, "session_id"), text(answer, "session_token"));
  }

  Json post(String path, Json body, String token) {
    return parsed(path, sent(posted(path, body, token).timeout(WAIT), BodyHandlers.ofString()));
  }

  Json patch(String path, Json body, String token) {
    var request =
        request(path, token)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()));
    return parsed(path, sent(request.timeout(WAIT), BodyHandlers.ofString()));
  }

  /// Removes something whose removal is answered with nothing.
  void remove(String path, String token) {
    var answer = sent(request(path, token).DELETE().timeout(WAIT), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw refused(path, answer.statusCode(), answer.body());
    }
  }

  Json fetch(String path, String token) {
    return parsed(path, sent(request(path, token).GET().timeout(WAIT), BodyHandlers.ofString()));
  }

  /// {@return what is there, if anything is}
  Optional<Json> find(String path, String token) {
    var answer = sent(request(path, token).GET().timeout(WAIT), BodyHandlers.ofString());
    return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(parsed(path, answer));
  }

  Json delete(String path, String token) {
    return parsed(path, sent(request(path, token).DELETE().timeout(WAIT), BodyHandlers.ofString()));
  }

  /// Says something in a session and opens the stream of the answer.
  RemoteStream chat(Json body, String token) {
    return stream("/chat", posted("/chat", body, token), Optional.empty());
  }

  RemoteStream events(String run, String token) {
    return stream("/runs", request("/runs/" + run + "/events", token).GET(), Optional.of(run));
  }

  /// Opens a stream again, after what was heard of it.
  RemoteStream resumed(String run, String cursor, String token) {
    var path =
        "/chat/subscribe?run_id=%s&after=%s"
            .formatted(run, URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    return stream(path, request(path, token).GET(), Optional.of(run));
  }

  private RemoteStream stream(String path, HttpRequest.Builder request, Optional<String> run) {
    var response =
        sent(request.header("Accept", "text/event-stream"), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw refused(path, response.statusCode(), drained(response.body()));
    }
    var id =
        run.or(() -> response.headers().firstValue("X-Run-Id"))
            .orElseThrow(() -> new UsageException(url + " does not say which run it began"));
    return new RemoteStream(id, response.body());
  }

  private HttpRequest.Builder posted(String path, Json body, String token) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(url + (url.getPath().isEmpty() ? "/api" : "") + path))
        .header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> sent(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException failed) {
      throw new UsageException(
          "server \"%s\" cannot be reached (%s); start it with `gatehouse serve` or name another with --url"
              .formatted(url, failed),
          failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UsageException("the call to \"" + url + "\" was interrupted", stopped);
    }
  }

  private Json parsed(String path, HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw refused(path, response.statusCode(), response.body());
    }
    try {
      return Json.parse(response.body());
    } catch (JsonException wrong) {
      throw new UsageException(
          "\"" + url + path + "\" does not answer JSON; is it Gatehouse?", wrong);
    }
  }

  private UsageException refused(String path, int status, String body) {
    return new UsageException(
        "server \"%s\" refused %s with %s: %s".formatted(url, path, status, detail(body)));
  }

  private static String detail(String body) {
    try {
      var problem = Json.parse(body);
      return problem.at("detail").or(() -> problem.at("title")).flatMap(Json::text).orElse(body);
    } catch (JsonException _) {
      return body.substring(0, Math.min(body.length(), 200)); // a proxy's page, say
    }
  }

  private static String drained(InputStream body) {
    try (body) {
      return new String(body.readNBytes(10_000), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      return "(" + broken + ")";
    }
  }

  /// A member the server always sends.
  String text(Json answer, String name) {
    return answer
        .at(name)
        .flatMap(Json::text)
        .orElseThrow(() ->
            new UsageException(
                "server \"" + url + "\" sent no \"" + name + "\"; is it another version?"));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
