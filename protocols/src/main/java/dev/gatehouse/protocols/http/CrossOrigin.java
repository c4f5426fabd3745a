package dev.gatehouse.protocols.http;

import java.util.List;
import java.util.Optional;

/// Which web pages may call the server. Credentials are never allowed: callers send their token
/// themselves.
///
/// @param origins the origins, such as `https://app.example.org`; `*` means any
public record CrossOrigin(List<String> origins) {

  /// Pages from anywhere.
  public static final CrossOrigin ANY = new CrossOrigin(List.of("*"));

  /// No pages at all.
  public static final CrossOrigin NONE = new CrossOrigin(List.of());

  private static final String METHODS = "GET, POST, PATCH, DELETE, OPTIONS";
  private static final String HEADERS =
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID";
  private static final String EXPOSED = "X-Run-Id, X-Request-Id";
  private static final String KEEP = "600";

  /// Copies the origins.
  public CrossOrigin {
    origins = List.copyOf(origins);
  }

  /// Adds what a page at the request's origin needs to read the answer.
  ///
  /// @return whether the origin is allowed
  boolean allow(Exchange exchange) {
    Optional<String> origin = exchange.header("Origin");
    if (origin.isEmpty() || origins.isEmpty()) {
      return false;
    }
    boolean any = origins.contains("*");
    if (!any) {
      exchange.addHeader("Vary", "Origin");
    }
    if (!any && !origins.contains(origin.get())) {
      return false;
    }
    exchange.addHeader("Access-Control-Allow-Origin", any ? "*" : origin.get());
    exchange.addHeader("Access-Control-Expose-Headers", EXPOSED);
    return true;
  }

  /// Adds what a page may send, in answer to its question beforehand.
  void preflight(Exchange exchange) {
    exchange.addHeader("Access-Control-Allow-Methods", METHODS);
    exchange.addHeader("Access-Control-Allow-Headers", HEADERS);
    exchange.addHeader("Access-Control-Max-Age", KEEP);
  }
}
