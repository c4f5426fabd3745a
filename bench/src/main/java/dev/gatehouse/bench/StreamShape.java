package dev.gatehouse.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How many deltas a stream has and how far apart they are.
///
/// The shape travels in the model name (`fake-n200-d20000`: 200 deltas, 20,000 µs apart), so it
/// passes unchanged through any gateway or SDK between the load client and the fake provider.
///
/// @param deltas how many deltas the stream has, at least one
/// @param interval time between two deltas; zero means a burst, as fast as the socket takes it
public record StreamShape(int deltas, Duration interval) {
  private static final int MAX_DELTAS = 10_000_000;
  private static final Pattern MODEL = Pattern.compile("fake-n(\\d{1,8})-d(\\d{1,12})");

  /// The interval of a stream that says one thing and then falls silent.
  private static final Duration SILENCE = Duration.ofMinutes(15);

  public StreamShape {
    if (deltas < 1 || deltas > MAX_DELTAS) {
      throw new IllegalArgumentException("deltas is \"" + deltas + "\"; choose 1 to " + MAX_DELTAS);
    }
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval is \"" + interval + "\"; choose zero or more");
    }
  }

  /// A stream that sends its deltas as fast as they are read.
  public static StreamShape burst(int deltas) {
    return new StreamShape(deltas, Duration.ZERO);
  }

  /// A stream that stays open and silent after its first delta.
  public static StreamShape idle() {
    return new StreamShape(2, SILENCE);
  }

  /// As many deltas as fit into the length at this interval.
  public static StreamShape paced(Duration interval, Duration length) {
    return new StreamShape((int) Math.max(1, length.toNanos() / interval.toNanos()), interval);
  }

  /// Finds the shape in any text that holds such a model name, for instance a request body.
  public static Optional<StreamShape> find(CharSequence text) {
    var match = MODEL.matcher(text);
    if (!match.find()) {
      return Optional.empty();
    }
    var interval = Duration.ofNanos(1_000 * Long.parseLong(match.group(2)));
    return Optional.of(new StreamShape(Integer.parseInt(match.group(1)), interval));
  }

  /// The model name that asks the fake provider for this stream.
  public String model() {
    return "fake-n" + deltas + "-d" + interval.toNanos() / 1_000;
  }

  /// How long the stream takes when nobody slows it.
  public Duration length() {
    return interval.multipliedBy(deltas);
  }
}
