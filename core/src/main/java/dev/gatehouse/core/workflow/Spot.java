package dev.gatehouse.core.workflow;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSize;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.Patterns;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value in a document that is being read, with what it may be. What it is not goes to the flaws,
/// and nothing comes back.
///
/// @param pointer where it stands
record Spot(Json value, String pointer, Flaws flaws) {

  /// How deep and how large a value may be that is taken as it is.
  private static final int MAX_DEPTH = 64;

  private static final long MAX_SIZE = 4L << 20;
  private static final int SHOWN = 60;

  /// Says that something else is expected.
  <T> Optional<T> expected(String what) {
    return flawed("expected " + what + ", not " + shown());
  }

  <T> Optional<T> flawed(String message) {
    flaws.add(pointer, message);
    return Optional.empty();
  }

  private String shown() {
    return switch (value) {
      case Json.Obj _ -> "an object";
      case Json.Arr _ -> "a list";
      case Json.Str(var text) ->
          text.length() <= SHOWN ? "\"" + text + "\"" : "\"" + text.substring(0, SHOWN) + "…\"";
      case Json.Num(var number) -> number.toString();
      case Json.Bool(var truth) -> truth ? "true" : "false";
      case Json.Null _ -> "null";
    };
  }

  Optional<String> text(String what) {
    return value instanceof Json.Str(var text) && !text.isEmpty()
        ? Optional.of(text)
        : expected(what);
  }

  Optional<Boolean> truth() {
    return value instanceof Json.Bool(var truth) ? Optional.of(truth) : expected("true or false");
  }

  Optional<BigDecimal> number() {
    return value instanceof Json.Num(var number) ? Optional.of(number) : expected("a number");
  }

  Optional<Integer> whole() {
    try {
      return value instanceof Json.Num(var number)
          ? Optional.of(number.intValueExact())
          : expected("a whole number");
    } catch (ArithmeticException none) {
      return expected("a whole number");
    }
  }

  Optional<Duration> duration() {
    try {
      return text("a duration such as 30s, 10m or 2h").map(DurationText::parse);
    } catch (IllegalArgumentException none) {
      return expected("a duration such as 500ms, 30s, 10m, 2h or 1d");
    }
  }

  Optional<Cost> dollars() {
    try {
      return number().map(Cost::ofDollars);
    } catch (ArithmeticException tooMuch) {
      return expected("an amount of dollars");
    }
  }

  Optional<Expression> expression(Patterns patterns) {
    try {
      return text("an expression").map(text -> Expression.parse(text, patterns));
    } catch (ExpressionException malformed) {
      return flawed(String.valueOf(malformed.getMessage()));
    }
  }

  Optional<Template> template() {
    if (!(value instanceof Json.Str(var text))) {
      return expected("a text, perhaps with {{ path }} in it");
    }
    try {
      return Optional.of(Template.parse(text));
    } catch (TemplateException malformed) {
      return flawed(String.valueOf(malformed.getMessage()));
    }
  }

  Optional<JsonTemplate> jsonTemplate() {
    return Optional.of(JsonTemplate.read(value, pointer, flaws));
  }

  /// An object of templates.
  Optional<JsonTemplate> members() {
    return value instanceof Json.Obj ? jsonTemplate() : expected("an object");
  }

  Optional<Json> schema() {
    return !(value instanceof Json.Obj)
        ? expected("a JSON Schema, which is an object")
        : JsonSize.within(value, MAX_SIZE, MAX_DEPTH)
            ? Optional.of(value)
            : flawed("is too large or nests deeper than " + MAX_DEPTH + " levels");
  }

  /// One of a few words.
  <T> Optional<T> oneOf(Map<String, T> words) {
    Optional<T> meant = value.text().map(words::get);
    return meant.isPresent()
        ? meant
        : expected(words.keySet().stream().map(it -> "\"" + it + "\"").collect(joining(" or ")));
  }

  Optional<List<Spot>> items(String what) {
    if (!(value instanceof Json.Arr(var items))) {
      return expected(what);
    }
    var spots = new ArrayList<Spot>();
    for (int i = 0; i < items.size(); i++) {
      spots.add(new Spot(items.get(i), Flaws.below(pointer, i), flaws));
    }
    return Optional.of(spots);
  }

  Optional<List<String>> texts(String what) {
    return items("a list of " + what + "s")
        .map(items -> items.stream().flatMap(item -> item.text(what).stream()).toList());
  }

  /// The members of an object, in order.
  Optional<Map<String, Spot>> entries(String what) {
    if (!(value instanceof Json.Obj(var members))) {
      return expected(what);
    }
    var spots = new LinkedHashMap<String, Spot>();
    members.forEach(
        (name, member) -> spots.put(name, new Spot(member, Flaws.below(pointer, name), flaws)));
    return Optional.of(spots);
  }

  /// The members of an object of which each has a meaning.
  Optional<Fields> fields(String what) {
    return entries(what).map(entries -> new Fields(this, entries));
  }
}
