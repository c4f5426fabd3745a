package dev.gatehouse.protocols.http;

/// Where a server listens, and for whom.
///
/// @param port 0 for any free one
public record HttpSettings(String host, int port, CrossOrigin crossOrigin, HttpLimits limits) {

  /// On loopback, with the standard limits, for web pages from anywhere.
  public static HttpSettings loopback(int port) {
    return new HttpSettings("127.0.0.1", port, CrossOrigin.ANY, HttpLimits.STANDARD);
  }

  /// {@return these settings with other limits}
  public HttpSettings withLimits(HttpLimits other) {
    return new HttpSettings(host, port, crossOrigin, other);
  }

  /// {@return these settings for other web pages}
  public HttpSettings withCrossOrigin(CrossOrigin other) {
    return new HttpSettings(host, port, other, limits);
  }
}
