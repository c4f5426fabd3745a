package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A type that is one JSON scalar, described by the two directions and a name for errors.
///
/// `read` answers empty for JSON of another kind, and may throw arithmetic and time exceptions for
/// a value out of range.
record ScalarShape<T>(String expected, Function<T, Json> write, Function<Json, Optional<T>> read)
    implements Shape<T> {

  private static final Shape<String> STRING = new ScalarShape<>("a string", Json::of, Json::text);
  private static final Shape<Boolean> BOOLEAN =
      new ScalarShape<>("true or false", Json::of, Json::bool);
  private static final Shape<Integer> INTEGER =
      new ScalarShape<>(
          "a whole number of 32 bits",
          value -> Json.of(value.longValue()),
          json -> json.number().map(BigDecimal::intValueExact));
  private static final Shape<Long> LONG =
      new ScalarShape<>(
          "a whole number of 64 bits",
          Json::of,
          json -> json.number().map(BigDecimal::longValueExact));
  private static final Shape<Double> DOUBLE =
      new ScalarShape<>(
          "a number within the range of a double",
          Json::of,
          json -> json.number().map(BigDecimal::doubleValue).filter(Double::isFinite));
  private static final Shape<BigDecimal> DECIMAL =
      new ScalarShape<>("a number", Json::of, Json::number);
  private static final Shape<Instant> INSTANT =
      new ScalarShape<>(
          "a time such as \"2026-01-31T12:00:00Z\"",
          value -> Json.of(value.toString()),
          json -> json.text().map(Instant::parse));
  private static final Shape<Duration> DURATION =
      new ScalarShape<>(
          "a duration such as \"PT1.5S\"",
          value -> Json.of(value.toString()),
          json -> json.text().map(Duration::parse));

  private static final Map<Class<?>, Shape<?>> BY_TYPE =
      Map.ofEntries(
          Map.entry(String.class, STRING),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(int.class, INTEGER),
          Map.entry(Integer.class, INTEGER),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(BigDecimal.class, DECIMAL),
          Map.entry(Instant.class, INSTANT),
          Map.entry(Duration.class, DURATION));

  /// The shape of a scalar type, `Json` and its alternatives and enums included.
  static Optional<Shape<?>> of(Class<?> type) {
    if (Json.class.isAssignableFrom(type)) {
      return Optional.of(json(type.asSubclass(Json.class)));
    }
    if (type.isEnum()) {
      return Optional.of(EnumShape.of(type));
    }
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  private static <J extends Json> Shape<J> json(Class<J> type) {
    var kind =
        type == Json.class ? "JSON" : "JSON of kind " + SnakeCase.ofCamel(type.getSimpleName());
    return new ScalarShape<>(
        kind, value -> value, json -> Optional.of(json).filter(type::isInstance).map(type::cast));
  }

  @Override
  public Json encode(T value, String where) {
    try {
      return write.apply(value);
    } catch (JsonException unfit) {
      throw JsonException.noJsonForm(
          "cannot write \"" + where + "\": " + unfit.getMessage(), unfit);
    }
  }

  @Override
  public T decode(Json json, String where) {
    try {
      return read.apply(json).orElseThrow(() -> wrong(json, where));
    } catch (ArithmeticException | DateTimeException outOfRange) {
      throw wrong(json, where);
    }
  }

  @Override
  public boolean readsNull() {
    return read.apply(Json.NULL).isPresent();
  }

  private JsonException wrong(Json json, String where) {
    return JsonException.unreadable(where, Shape.found(json), expected);
  }
}
