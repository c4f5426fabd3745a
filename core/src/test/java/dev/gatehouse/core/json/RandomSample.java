package dev.gatehouse.core.json;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Random records of every alternative of [Sample].
final class RandomSample {

  private static final int DEEPEST = 3;

  private final Random random;
  private final RandomJson json;

  RandomSample(Random random) {
    this.random = random;
    this.json = new RandomJson(random);
  }

  Sample sample() {
    return sample(0);
  }

  private Sample sample(int depth) {
    return switch (random.nextInt(11)) {
      case 0 ->
          new Sample.ScalarSample.Numbers(
              random.nextInt(), random.nextLong(), real(), json.decimal(), random.nextBoolean());
      case 1 ->
          new Sample.ScalarSample.Boxes(
              random.nextInt(), random.nextLong(), real(), random.nextBoolean());
      case 2 -> new Sample.ScalarSample.Times(instant(), Duration.ofNanos(random.nextLong()));
      case 3 -> new Sample.ScalarSample.Names(json.text(), color(), id(), rank());
      case 4 -> new Sample.ScalarSample.Raw(json.value(), json.object(), maybe(json::value));
      case 5 ->
          new Sample.HoldingSample.Maybes(
              maybe(json::text), maybe(random::nextInt), maybe(this::point));
      case 6 ->
          new Sample.HoldingSample.Lists(
              list(json::text), samples(depth), Set.copyOf(list(this::color)));
      case 7 ->
          new Sample.HoldingSample.Maps(
              map(json::text, random::nextLong),
              map(this::id, this::point),
              map(this::color, json::text));
      case 8 -> tree(depth);
      case 9 -> new Sample.Empty();
      default -> new Sample.Wrapped(json.text());
    };
  }

  private List<Sample> samples(int depth) {
    return depth < DEEPEST ? list(() -> sample(depth + 1)) : List.of();
  }

  private Sample.HoldingSample.Tree tree(int depth) {
    List<Sample.HoldingSample.Tree> branches =
        depth < DEEPEST ? list(() -> tree(depth + 1)) : List.of();
    return new Sample.HoldingSample.Tree(point(), branches);
  }

  private Sample.Point point() {
    return new Sample.Point(random.nextInt(), random.nextInt(100));
  }

  private Sample.SampleId id() {
    return new Sample.SampleId("id-" + json.text());
  }

  private Sample.Rank rank() {
    return new Sample.Rank(random.nextInt());
  }

  private Sample.Color color() {
    var all = List.of(Sample.Color.values());
    return all.get(random.nextInt(all.size()));
  }

  private Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(-1L << 36, 1L << 36), random.nextInt(1_000_000_000));
  }

  private double real() {
    double real = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(real) ? real : random.nextGaussian();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> item) {
    var items = new ArrayList<T>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  private <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
    var map = new HashMap<K, V>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(key.get(), value.get());
    }
    return map;
  }
}
