package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/// Somebody who talks to a gateway over HTTP.
final class Visitor {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Gateway gateway;
  private String token = "";
  private String trace = "none";

  Visitor(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Comes with a token from elsewhere.
  Visitor bearing(String foreign) {
    token = foreign;
    return this;
  }

  /// Belongs to a trace from now on.
  Visitor traced(String traceparent) {
    trace = traceparent;
    return this;
  }

  HttpResponse<String> init(String extra) throws IOException, InterruptedException {
    return init("k", extra);
  }

  /// Takes a seat with another key.
  HttpResponse<String> init(String key, String extra) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post("/api/chat/init", "{\"api_key\":" + Json.of(key) + extra + "}");
    if (answer.statusCode() == 200) {
      token = Json.parse(answer.body()).at("session_token").flatMap(Json::text).orElseThrow();
    }
    return answer;
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(request(path, body), BodyHandlers.ofString());
  }

  HttpResponse<String> patch(String path, String body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method("PATCH", BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  /// Speaks with an API key instead of a session's token.
  Visitor keyed(String key) {
    token = key;
    return this;
  }

  /// Speaks to another gateway, or the same one after a restart, as who it was.
  Visitor at(Gateway other) {
    Visitor same = new Visitor(other);
    same.token = token;
    return same;
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Authorization", "Bearer " + token)
            .DELETE()
            .build(),
        BodyHandlers.ofString());
  }

  /// Says something and reads the answer piece by piece.
  Listening listen(String text, String extra) throws IOException, InterruptedException {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]" + extra + "}";
    return new Listening(client.send(request("/api/chat", body), BodyHandlers.ofInputStream()));
  }

  /// Reads the stream of a run again.
  Listening subscribe(String query) throws IOException, InterruptedException {
    return follow("/api/chat/subscribe?" + query);
  }

  /// Reads a stream.
  Listening follow(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return new Listening(client.send(request, BodyHandlers.ofInputStream()));
  }

  /// Asks for a list or a thing.
  Json look(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return Json.parse(client.send(request, BodyHandlers.ofString()).body());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(gateway.url() + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .header("traceparent", trace)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /// Says something and reads the whole answer.
  List<Json> say(String text) throws IOException, InterruptedException {
    return say(text, "");
  }

  List<Json> say(String text, String extra) throws IOException, InterruptedException {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]" + extra + "}";
    HttpResponse<String> answer = post("/api/chat", body);
    List<Json> events = new ArrayList<>();
    answer
        .body()
        .lines()
        .filter(line -> line.startsWith("data:"))
        .forEach(line -> events.add(Json.parse(line.substring(5).strip())));
    return events;
  }

  /// Says something and reads the whole answer as it stands on the wire.
  String raw(String text) throws IOException, InterruptedException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]}";
    return post("/api/chat", body).body();
  }

  /// Says something and returns as soon as the answer has begun.
  void begin(String text) throws IOException, InterruptedException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]}";
    client.send(request("/api/chat", body), BodyHandlers.ofInputStream());
  }

  static String text(List<Json> events) {
    StringBuilder text = new StringBuilder();
    events.stream()
        .filter(event -> type(event).equals("text_delta"))
        .forEach(event -> text.append(event.at("text").flatMap(Json::text).orElseThrow()));
    return text.toString();
  }

  static String type(Json event) {
    return event.at("type").flatMap(Json::text).orElse("");
  }

  static List<String> types(List<Json> events) {
    return events.stream().map(Visitor::type).toList();
  }
}
