package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.function.IntFunction;

/// What a load client is to do: whom to ask, how often, for which streams, and when to stop.
public record LoadPlan(Target target, Volume volume, StreamShape shape, Until until) {
  private static final Duration GRACE = Duration.ofSeconds(60);

  /// When a load has been carried.
  public enum Until {
    /// Every stream ended; each must have brought exactly its deltas.
    STREAMS_END,
    /// Every stream brought its first delta; all go on, and are checked when they end.
    FIRST_DELTA,
    /// Every stream brought its first delta and must stay open.
    HELD_OPEN
  }

  /// Whom to ask on loopback, and the request of each connection (numbered from 0).
  public record Target(int port, IntFunction<byte[]> requests) {
    /// The same request on every connection.
    public static Target of(int port, byte[] request) {
      return new Target(port, connection -> request);
    }
  }

  /// How many connections, opened this far apart, carry how many streams one after the other.
  public record Volume(int connections, int streams, Duration spacing) {
    private static final Duration SPACING = Duration.ofNanos(500_000);

    public Volume {
      if (connections < 1 || streams < connections) {
        throw new IllegalArgumentException(
            "\""
                + streams
                + "\" streams on \""
                + connections
                + "\" connections; choose at least one stream per connection");
      }
    }

    /// One stream on each connection.
    public static Volume of(int connections) {
      return new Volume(connections, connections, SPACING);
    }

    /// Connections that start their next stream as soon as one ends.
    public static Volume of(int connections, int streams) {
      return new Volume(connections, streams, SPACING);
    }
  }

  /// An HTTP request with a JSON body.
  ///
  /// @param headers more header lines, each ended by CR LF; may be empty
  public static byte[] post(String path, String headers, String body) {
    var bytes = body.getBytes(UTF_8);
    var more = headers + "Content-Type: application/json\r\nContent-Length: " + bytes.length;
    return (line("POST", path) + more + "\r\n\r\n" + body).getBytes(UTF_8);
  }

  /// An HTTP request for an event stream; headers as in [#post].
  public static byte[] subscribe(String path, String headers) {
    var more = headers + "Accept: text/event-stream\r\n\r\n";
    return (line("GET", path) + more).getBytes(UTF_8);
  }

  private static String line(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  }

  /// After this long the load is given up as stuck.
  Duration limit() {
    var ramp = volume.spacing.multipliedBy(volume.connections);
    var body = until == Until.STREAMS_END ? shape.length().multipliedBy(2) : Duration.ZERO;
    return GRACE.plus(ramp).plus(body);
  }
}
