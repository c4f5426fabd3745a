package dev.gatehouse.core.json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns records into JSON and back by their components, so that a record is its own schema.
///
/// | Java | JSON |
/// |---|---|
/// | record | object, a member per component, `runId` as `run_id` |
/// | record of one component named `value` | that value |
/// | sealed interface of records, families nested at will | the record's object, led by `"type"`: the snake_case simple name, unique in the whole tree |
/// | enum | lower-case name of the constant |
/// | `Optional` component | the value, or no member |
/// | `List`, `Set`, `Map` by string, enum or id | array, sorted array, object sorted by name |
/// | `String`, `int`, `long`, `boolean`, `double`, boxes, `BigDecimal` | the scalar |
/// | `Instant`, `Duration` | ISO-8601 string at full precision |
/// | `Json` and its alternatives | itself |
///
/// Reading ignores unknown members, so that old code can read new logs; takes an absent member as
/// an empty optional, list, set or map, or as a record of nothing but such; and otherwise names the
/// record and member it misses. Types are examined once, in [#of]: a codec that exists knows every
/// type it can meet. Records in another named module are reachable if that module opens their
/// package to this one.
///
/// Immutable, for any number of threads.
public final class RecordCodec<T> {

  private final Class<T> root;
  private final Shape<Record> shape;
  private final Map<String, Class<?>> types;
  private final Map<Class<?>, String> names = new HashMap<>();

  private RecordCodec(Class<T> root, Shape<Record> shape, Map<String, Class<?>> types) {
    this.root = root;
    this.shape = shape;
    this.types = types;
    types.forEach((name, type) -> names.put(type, name));
  }

  /// A codec for a record or a sealed interface of records. Costly: make it once and keep it.
  public static <T> RecordCodec<T> of(Class<T> root) {
    return of(root, List.of());
  }

  /// A codec in which some types have forms of their own.
  public static <T> RecordCodec<T> of(Class<T> root, List<JsonForm<?>> forms) {
    var book = new ShapeBook(forms);
    if (root.isRecord()) {
      var name = SnakeCase.ofCamel(root.getSimpleName());
      return new RecordCodec<>(root, book.ofRecord(root), Map.of(name, root));
    }
    if (root.isInterface() && root.isSealed()) {
      var choice = book.ofChoice(root);
      return new RecordCodec<>(root, choice, choice.types());
    }
    throw JsonException.noJsonForm(
        "\"" + root.getName() + "\" is neither a record nor a sealed interface; name one");
  }

  public Json encode(T value) {
    return shape.encode((Record) value, root.getSimpleName());
  }

  public T decode(Json json) {
    return root.cast(shape.decode(json, root.getSimpleName()));
  }

  /// The name of a value's record, which is what `"type"` says if the root is a sealed interface.
  public String typeName(T value) {
    var name = names.get(value.getClass());
    if (name == null) {
      throw JsonException.noJsonForm(
          "\"" + value.getClass().getName() + "\" is not below \"" + root.getName() + "\"");
    }
    return name;
  }

  /// Every record the root can be, by [#typeName].
  public Map<String, Class<?>> types() {
    return types;
  }
}
