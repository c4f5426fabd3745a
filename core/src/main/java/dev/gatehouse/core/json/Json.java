package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A JSON value: immutable, compared by content, printed as compact JSON.
///
/// Objects remember the order of their members but are equal in any order. Numbers are exact and
/// keep the scale they were written with, so `1` and `1.0` differ; compare [#canonical()] where
/// only the numeric value counts.
public sealed interface Json {

  /// The JSON `null`.
  Json NULL = new Null();

  /// An object; members keep their order and have distinct names.
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
      members.forEach(Obj::check);
    }

    private static void check(String name, Json value) {
      Objects.requireNonNull(value, name);
      if (Unicode.loneSurrogateAt(name) != Unicode.FINE) {
        throw JsonException.noJsonForm("member name \"" + name + "\" holds a lone surrogate");
      }
    }

    public Optional<Json> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// An array.
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// A string. Text must be well-formed to survive storage: a lone surrogate becomes U+FFFD.
  record Str(String value) implements Json {
    public Str {
      value = Unicode.repaired(value);
    }

    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// A number, bounded so that no arithmetic on it can explode.
  record Num(BigDecimal value) implements Json {

    public static final int MAX_DIGITS = 100;
    public static final int MAX_EXPONENT = 400;

    public Num {
      if (value.precision() > MAX_DIGITS || Math.abs(exponent(value)) > MAX_EXPONENT) {
        throw JsonException.noJsonForm(
            "a number has at most "
                + MAX_DIGITS
                + " digits and a decimal exponent within "
                + MAX_EXPONENT
                + "; round it or send it as a string");
      }
    }

    /// The exponent in scientific notation; a long, because it can exceed an int.
    static long exponent(BigDecimal value) {
      return (long) value.precision() - value.scale() - 1;
    }

    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// `true` or `false`.
  record Bool(boolean value) implements Json {
    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// `null`, a value of its own. Only [#NULL] makes it: a public one could deadlock initialising.
  final class Null implements Json {
    private Null() {}

    @Override
    public String toString() {
      return JsonWriter.text(this);
    }
  }

  /// Reads text from outside, within [JsonLimits#OUTSIDE].
  static Json parse(String text) {
    return JsonReader.read(text, JsonLimits.OUTSIDE);
  }

  /// Reads UTF-8 from outside, within [JsonLimits#OUTSIDE].
  static Json parse(byte[] utf8) {
    return JsonReader.read(utf8, JsonLimits.OUTSIDE);
  }

  static Str of(String value) {
    return new Str(value);
  }

  static Num of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Num of(double value) {
    if (!Double.isFinite(value)) {
      throw JsonException.noJsonForm("\"" + value + "\" is not a JSON number");
    }
    return new Num(BigDecimal.valueOf(value));
  }

  static Num of(BigDecimal value) {
    return new Num(value);
  }

  static Bool of(boolean value) {
    return new Bool(value);
  }

  static Arr array(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  static Arr array(Json... items) {
    return new Arr(List.of(items));
  }

  static ObjBuilder object() {
    return new ObjBuilder();
  }

  static Obj obj(String name, Json value) {
    return object().put(name, value).build();
  }

  static Obj obj(String name1, Json value1, String name2, Json value2) {
    return object().put(name1, value1).put(name2, value2).build();
  }

  static Obj obj(String name1, Json value1, String name2, Json value2, String name3, Json value3) {
    return object().put(name1, value1).put(name2, value2).put(name3, value3).build();
  }

  /// The member of that name, if this is an object and has it.
  default Optional<Json> at(String name) {
    return this instanceof Obj object ? object.member(name) : Optional.empty();
  }

  /// {@return the items of the member of this name, none when it is no list}
  default List<Json> items(String name) {
    return at(name).flatMap(Json::asArray).map(Arr::items).orElse(List.of());
  }

  /// Follows member names from object to object.
  default Optional<Json> path(String... names) {
    Optional<Json> found = Optional.of(this);
    for (var name : names) {
      found = found.flatMap(json -> json.at(name));
    }
    return found;
  }

  default Optional<String> text() {
    return this instanceof Str(var value) ? Optional.of(value) : Optional.empty();
  }

  default Optional<BigDecimal> number() {
    return this instanceof Num(var value) ? Optional.of(value) : Optional.empty();
  }

  default Optional<Boolean> bool() {
    return this instanceof Bool(var value) ? Optional.of(value) : Optional.empty();
  }

  default Optional<Obj> asObject() {
    return this instanceof Obj object ? Optional.of(object) : Optional.empty();
  }

  default Optional<Arr> asArray() {
    return this instanceof Arr array ? Optional.of(array) : Optional.empty();
  }

  /// The one text all equal values share, for digests: members sorted by UTF-16 code units, numbers
  /// by value without trailing zeros. See [CanonicalJson].
  default String canonical() {
    return CanonicalJson.of(this).toString();
  }

  /// Collects the members of an object in order; putting a name twice is an error.
  final class ObjBuilder {

    private final Map<String, Json> members = new LinkedHashMap<>();

    private ObjBuilder() {}

    public ObjBuilder put(String name, Json value) {
      if (members.putIfAbsent(name, value) != null) {
        throw JsonException.noJsonForm("member \"" + name + "\" is already there");
      }
      return this;
    }

    public ObjBuilder put(String name, String value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, long value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, double value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, BigDecimal value) {
      return put(name, of(value));
    }

    public ObjBuilder put(String name, boolean value) {
      return put(name, of(value));
    }

    public Obj build() {
      return new Obj(members);
    }
  }
}
