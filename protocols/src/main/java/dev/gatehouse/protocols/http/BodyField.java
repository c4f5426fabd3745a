package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One field of a request body, to be read as what it must be. Wrong ones are reported to the
/// [BodyReader].
public final class BodyField {

  private static final int MOST_SHOWN = 60;

  private final BodyReader reader;
  private final String pointer;
  private final Optional<Json> value;

  /// A field; one without a value has been reported.
  BodyField(BodyReader reader, String pointer, Optional<Json> value) {
    this.reader = reader;
    this.pointer = pointer;
    this.value = value;
  }

  /// {@return where it stands, as a JSON Pointer}
  public String pointer() {
    return pointer;
  }

  /// {@return the field as it was sent; `null` when it is missing}
  public Json json() {
    return value.orElse(Json.NULL);
  }

  /// {@return a text of that many characters}
  public String text(int least, int most) {
    var text = as(value.flatMap(Json::text), "text").orElse("");
    if (value.flatMap(Json::text).isPresent()) {
      requireLength(text.length(), least, most, "characters");
    }
    return text;
  }

  /// {@return a whole number within bounds}
  public long integer(long least, long most) {
    var number = as(value.flatMap(Json::number), "a whole number");
    if (number.isEmpty()) {
      return least;
    }
    var exact = number.get().stripTrailingZeros();
    boolean fits =
        exact.scale() <= 0
            && exact.compareTo(BigDecimal.valueOf(least)) >= 0
            && exact.compareTo(BigDecimal.valueOf(most)) <= 0;
    if (!fits) {
      wrong(
          "must be a whole number from " + least + " to " + most + ", not " + shown(number.get()));
      return least;
    }
    return exact.longValueExact();
  }

  /// {@return a number that is not negative}
  public BigDecimal amount() {
    var number = as(value.flatMap(Json::number), "a number").orElse(BigDecimal.ZERO);
    if (number.signum() < 0) {
      wrong("must not be negative, and is " + shown(number));
    }
    return number;
  }

  /// {@return true or false}
  public boolean truth() {
    return as(value.flatMap(Json::bool), "true or false").orElse(false);
  }

  /// {@return the constant that the text names, in lower case}
  public <E extends Enum<E>> E choice(Class<E> type) {
    var all = List.of(type.getEnumConstants());
    var names = all.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    int at = value.flatMap(Json::text).map(names::indexOf).orElse(-1);
    if (at < 0 && value.isPresent()) {
      wrong("must be one of " + String.join(", ", names) + ", not " + shown(json()));
    }
    return all.get(Math.max(0, at));
  }

  /// {@return an object, to read further}
  public BodyReader object() {
    var object = as(value.flatMap(Json::asObject), "an object");
    return reader.inside(object.map(Json.Obj::members).orElse(Map.of()), pointer);
  }

  /// {@return the elements of a list of that many}
  public List<BodyField> items(int least, int most) {
    var array = as(value.flatMap(Json::asArray), "a list");
    var items = array.map(Json.Arr::items).orElse(List.of());
    if (array.isPresent()) {
      requireLength(items.size(), least, most, "elements");
    }
    var fields = new ArrayList<BodyField>();
    for (int i = 0; i < Math.min(items.size(), most); i++) {
      fields.add(new BodyField(reader, pointer + "/" + i, Optional.of(items.get(i))));
    }
    return fields;
  }

  /// {@return the texts of a list, each of at most so many characters}
  public List<String> texts(int mostItems, int mostCharacters) {
    return items(0, mostItems).stream().map(item -> item.text(1, mostCharacters)).toList();
  }

  /// Reports something that only the caller can know to be wrong.
  public void wrong(String message) {
    reader.report(pointer, message);
  }

  /// Reports that the field is there and of another kind than expected.
  ///
  /// @param expected such as `text or an object`
  public void unlike(String expected) {
    value.ifPresent(found -> wrong("must be " + expected + ", not " + kind(found)));
  }

  /// What a value is, in words for an error.
  static String kind(Json json) {
    return switch (json) {
      case Json.Obj _ -> "an object";
      case Json.Arr _ -> "a list";
      case Json.Str _ -> "text";
      case Json.Num _ -> "a number";
      case Json.Bool(var truth) -> Boolean.toString(truth);
      case Json.Null _ -> "null";
    };
  }

  /// A value in an error: a text or a number as it was sent, of others what they are.
  private static String shown(Json json) {
    return switch (json) {
      case Json.Str(var text) -> "\"" + clipped(text) + "\"";
      case Json.Num(var number) -> shown(number);
      case Json other -> kind(other);
    };
  }

  private static String shown(BigDecimal number) {
    return clipped(number.toString());
  }

  private static String clipped(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private <T> Optional<T> as(Optional<T> read, String expected) {
    if (read.isEmpty()) {
      unlike(expected);
    }
    return read;
  }

  private void requireLength(int length, int least, int most, String unit) {
    if (length < least) {
      wrong(least == 1 ? "must not be empty" : "must have at least " + least + " " + unit);
    } else if (length > most) {
      wrong("must have at most " + most + " " + unit + ", not " + length);
    }
  }
}
