package dev.gatehouse.adapters.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A call to a service.
///
/// @param reach where it and its redirects may go
/// @param headers secrets among them; they are not sent to another host
/// @param body JSON
/// @param timeout how long it may take in all
/// @param maxBytes the most bytes of the answer, after it was unpacked
public record EgressRequest(
    String method,
    String url,
    Reach reach,
    Map<String, String> headers,
    Optional<String> body,
    Duration timeout,
    int maxBytes) {

  /// The most bytes of an answer, unless told otherwise.
  public static final int MAX_BYTES = 8 << 20;

  /// Copies the headers.
  public EgressRequest {
    headers = Map.copyOf(headers);
  }

  /// A call that only reads.
  public static EgressRequest get(String url, Reach reach) {
    return new EgressRequest(
        "GET", url, reach, Map.of(), Optional.empty(), Duration.ofSeconds(30), MAX_BYTES);
  }

  /// {@return this call with headers}
  public EgressRequest withHeaders(Map<String, String> all) {
    return new EgressRequest(method, url, reach, all, body, timeout, maxBytes);
  }

  /// {@return this call to another place, without what was meant for the first}
  EgressRequest elsewhere(String place) {
    return new EgressRequest(method, place, reach, Map.of(), Optional.empty(), timeout, maxBytes);
  }

  /// {@return this call to another place on the same host}
  EgressRequest nearby(String place) {
    return new EgressRequest(method, place, reach, headers, body, timeout, maxBytes);
  }

  @Override
  public String toString() {
    return method + " with headers " + headers.keySet();
  }
}
