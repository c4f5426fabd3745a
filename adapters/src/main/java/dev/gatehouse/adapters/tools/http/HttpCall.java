package dev.gatehouse.adapters.tools.http;

import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the arguments of a tool become a request.
///
/// @param method such as `GET`
/// @param url where it goes; what has a place there is taken from the arguments
/// @param query arguments that go to the query besides
/// @param headers arguments that go to headers
/// @param rest where all other arguments go
public record HttpCall(
    String method, UrlTemplate url, List<String> query, List<String> headers, Rest rest) {

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /// Where arguments without a place go.
  public enum Rest {
    /// To the query.
    QUERY,
    /// To a JSON object that is the body.
    BODY,
    /// The argument `body` is the body.
    WHOLE_BODY,
    /// Nowhere.
    NOWHERE
  }

  /// Copies the lists.
  public HttpCall {
    query = List.copyOf(query);
    headers = List.copyOf(headers);
  }

  /// A call whose arguments without a place go to the query when it only reads, else to the body.
  public static HttpCall of(String method, UrlTemplate url) {
    boolean bare = READING.contains(method) || method.equals("DELETE");
    return new HttpCall(method, url, List.of(), List.of(), bare ? Rest.QUERY : Rest.BODY);
  }

  /// {@return whether it changes nothing, by its method}
  public boolean reads() {
    return READING.contains(method);
  }

  /// {@return where it goes with these arguments}
  String url(Json arguments) {
    Map<String, Json> more = new LinkedHashMap<>();
    unplaced(arguments)
        .forEach((name, value) -> {
          if (query.contains(name) || rest == Rest.QUERY) {
            more.put(name, value);
          }
        });
    return url.filled(arguments, more);
  }

  /// {@return the headers that arguments fill}
  Map<String, String> headers(Json arguments) {
    Map<String, String> filled = new LinkedHashMap<>();
    for (String name : headers) {
      arguments.at(name).ifPresent(value -> filled.put(name, UrlTemplate.text(value)));
    }
    return filled;
  }

  /// {@return the body}
  Optional<String> body(Json arguments) {
    return switch (rest) {
      case QUERY, NOWHERE -> Optional.empty();
      case WHOLE_BODY -> arguments.at("body").map(Json::toString);
      case BODY -> {
        var object = Json.object();
        unplaced(arguments).forEach(object::put);
        yield Optional.of(object.build().toString());
      }
    };
  }

  private Map<String, Json> unplaced(Json arguments) {
    Map<String, Json> others = new LinkedHashMap<>();
    Set<String> placed = url.names();
    arguments
        .asObject()
        .ifPresent(object ->
            object
                .members()
                .forEach((name, value) -> {
                  boolean taken =
                      placed.contains(name) || headers.contains(name) || value instanceof Json.Null;
                  if (!taken) {
                    others.put(name, value);
                  }
                }));
    return others;
  }
}
