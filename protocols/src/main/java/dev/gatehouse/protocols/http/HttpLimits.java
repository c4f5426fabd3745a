package dev.gatehouse.protocols.http;

import java.time.Duration;

/// How much a client may send, and how long it may take.
///
/// @param body the most bytes of a body
/// @param headerBytes the most bytes of request line and headers together
/// @param headerFields the most headers
/// @param headerTime how long request line and headers may take once they have begun
/// @param idle how long a connection may stand still: between requests, amid a body, or with an
///   answer that the client does not read
/// @param stop how long answers in progress may take when the server stops
public record HttpLimits(
    int body,
    int headerBytes,
    int headerFields,
    Duration headerTime,
    Duration idle,
    Duration stop) {

  /// One mebibyte, 16 KiB, 100 fields; ten, thirty and five seconds.
  public static final HttpLimits STANDARD =
      new HttpLimits(
          1 << 20,
          16 << 10,
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));

  /// Refuses limits under which nothing could be served.
  public HttpLimits {
    if (body < 1 || headerBytes < 1_024 || headerFields < 1) {
      throw new IllegalArgumentException("the limits leave no room for a request");
    }
    if (!headerTime.isPositive() || !idle.isPositive()) {
      throw new IllegalArgumentException("header time and idle time must be positive");
    }
  }

  /// {@return these limits with another size of bodies}
  public HttpLimits withBody(int bytes) {
    return new HttpLimits(bytes, headerBytes, headerFields, headerTime, idle, stop);
  }

  /// {@return these limits with another time for headers}
  public HttpLimits withHeaderTime(Duration time) {
    return new HttpLimits(body, headerBytes, headerFields, time, idle, stop);
  }

  /// {@return these limits with another time for standing still}
  public HttpLimits withIdle(Duration time) {
    return new HttpLimits(body, headerBytes, headerFields, headerTime, time, stop);
  }
}
