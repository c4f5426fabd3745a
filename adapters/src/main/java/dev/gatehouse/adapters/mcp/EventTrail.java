package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.http.SseSplitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How far a stream of numbered events was read, over all connections that carried it, so that the
/// next can go on there. Used by one thread at a time.
final class EventTrail {

  private static final String LAST_EVENT = "Last-Event-ID";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private String last = "";
  private Optional<Duration> wished = Optional.empty();

  /// Takes note of what a connection has brought.
  void passed(SseSplitter splitter) {
    if (!splitter.lastId().isEmpty()) {
      last = splitter.lastId();
    }
    wished = splitter.retry().or(() -> wished);
  }

  /// {@return the number of the last event, empty when the server gives none}
  String last() {
    return last;
  }

  /// {@return whether the stream can be taken up where it broke}
  boolean isNumbered() {
    return !last.isEmpty();
  }

  /// The server does not know the number any more.
  void forget() {
    last = "";
  }

  /// {@return the headers of the request that goes on from here}
  Map<String, String> headers(Map<String, String> others) {
    if (last.isEmpty()) {
      return others;
    }
    Map<String, String> all = new HashMap<>(others);
    all.put(LAST_EVENT, last);
    return all;
  }

  /// {@return how long to wait before that: as the server wishes, or longer each time}
  ///
  /// @param times how often in a row it was in vain
  Duration pause(int times) {
    Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 6));
    Duration pause = wished.orElse(own);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
