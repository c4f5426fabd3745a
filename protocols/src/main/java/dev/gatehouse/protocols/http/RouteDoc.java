package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the OpenAPI document says about a route; the query parameters are also what the server
/// accepts.
///
/// @param summary what it does, in a sentence
/// @param query the query parameters it knows, with what each means
/// @param body the JSON Schema of the body
/// @param bodyType the media type of the body
/// @param status the status of success
/// @param answer the media type of the answer
public record RouteDoc(
    String summary,
    Map<String, String> query,
    Optional<Json.Obj> body,
    String bodyType,
    int status,
    String answer) {

  private static final String JSON = "application/json";

  /// Copies the parameters.
  public RouteDoc {
    query = Map.copyOf(query);
  }

  /// A route without parameters that answers 200 with JSON.
  public static RouteDoc of(String summary) {
    return new RouteDoc(summary, Map.of(), Optional.empty(), JSON, 200, JSON);
  }

  /// {@return this with query parameters}
  public RouteDoc withQuery(Map<String, String> parameters) {
    return new RouteDoc(summary, parameters, body, bodyType, status, answer);
  }

  /// {@return this with a body}
  public RouteDoc withBody(Json.Obj schema) {
    return new RouteDoc(summary, query, Optional.of(schema), JSON, status, answer);
  }

  /// {@return this with a form that may hold files as its body}
  public RouteDoc withForm(Json.Obj schema) {
    return new RouteDoc(summary, query, Optional.of(schema), "multipart/form-data", status, answer);
  }

  /// {@return this with a file as its answer}
  public RouteDoc withFile() {
    return new RouteDoc(summary, query, body, bodyType, status, "application/octet-stream");
  }

  /// {@return this with another status of success}
  public RouteDoc withStatus(int success) {
    return new RouteDoc(summary, query, body, bodyType, success, answer);
  }

  /// {@return this with an event stream as its answer}
  public RouteDoc streaming() {
    return new RouteDoc(summary, query, body, bodyType, status, "text/event-stream");
  }

  List<String> parameters() {
    return List.copyOf(query.keySet());
  }
}
