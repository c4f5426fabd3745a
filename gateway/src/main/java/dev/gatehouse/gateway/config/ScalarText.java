package dev.gatehouse.gateway.config;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How one type of single value is written in the file.
///
/// @param expected what is expected, in words
/// @param kind what YAML must take it for, unless a variable was expanded
/// @param read makes the value, or throws an `IllegalArgumentException` or `ArithmeticException`
/// @param schema what the JSON Schema says of it
record ScalarText(String expected, LeafKind kind, Function<String, Object> read, Json.Obj schema) {

  private static final ScalarText INTEGER =
      number("a whole number", "integer", text -> new BigDecimal(text).intValueExact());
  private static final ScalarText LONG =
      number("a whole number", "integer", text -> new BigDecimal(text).longValueExact());
  private static final ScalarText TRUTH =
      new ScalarText(
          "true or false", LeafKind.TRUTH, ScalarText::truth, Json.obj("type", Json.of("boolean")));

  private static final Map<Class<?>, ScalarText> BY_TYPE =
      Map.ofEntries(
          Map.entry(String.class, text("text", text -> text)),
          Map.entry(Secret.class, text("text in quotes", Secret::of)),
          Map.entry(int.class, INTEGER),
          Map.entry(Integer.class, INTEGER),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(boolean.class, TRUTH),
          Map.entry(
              Cost.class,
              number("dollars", "number", text -> Cost.ofDollars(new BigDecimal(text)))),
          Map.entry(
              Duration.class,
              new ScalarText(
                  "a duration such as 500ms, 30s, 10m, 2h or 1d",
                  LeafKind.TEXT,
                  DurationText::parse,
                  Json.obj("type", Json.of("string"), "pattern", Json.of(DurationText.FORM)))),
          Map.entry(
              Bytes.class,
              new ScalarText(
                  "an amount of data such as 64KiB or 1MiB",
                  LeafKind.TEXT,
                  Bytes::parse,
                  Json.obj("type", Json.array(Json.of("string"), Json.of("integer"))))));

  /// {@return how a type is written, when it is a single value}
  static Optional<ScalarText> of(Class<?> type) {
    return type.isEnum() ? Optional.of(choice(type)) : Optional.ofNullable(BY_TYPE.get(type));
  }

  /// {@return a constant as the file writes it}
  static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// {@return whether the leaf may stand for this type}
  boolean takes(LeafKind found) {
    boolean bare = found == LeafKind.NUMBER && expected.startsWith("an amount");
    return found == kind || found == LeafKind.EXPANDED || bare;
  }

  private static ScalarText text(String expected, Function<String, Object> read) {
    return new ScalarText(expected, LeafKind.TEXT, read, Json.obj("type", Json.of("string")));
  }

  private static ScalarText number(String expected, String type, Function<String, Object> read) {
    return new ScalarText(expected, LeafKind.NUMBER, read, Json.obj("type", Json.of(type)));
  }

  private static Object truth(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
    };
  }

  private static ScalarText choice(Class<?> type) {
    var constants = Arrays.stream(type.getEnumConstants()).map(each -> (Enum<?>) each).toList();
    var names = constants.stream().map(ScalarText::ofConstant).toList();
    Function<String, Object> read =
        text -> {
          int at = names.indexOf(text);
          if (at < 0) {
            throw new IllegalArgumentException(
                "\"" + text + "\" is unknown; it is one of " + String.join(", ", names));
          }
          return constants.get(at);
        };
    return new ScalarText(
        "one of " + String.join(", ", names), LeafKind.TEXT, read, enumeration(names));
  }

  private static Json.Obj enumeration(List<String> names) {
    return Json.obj(
        "type", Json.of("string"), "enum", Json.array(names.stream().map(Json::of).toList()));
  }
}
