package dev.gatehouse.core.json;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record as an object with a member per component, or as its one component named `value`.
///
/// A record type can contain itself, so its shape exists before the shapes of its components: it is
/// made first and [#bind] is called once, before the codec that owns it is published.
final class RecordShape implements Shape<Record> {

  private final Class<?> type;
  private final MethodHandle constructor;
  private List<Member<?>> members = List.of();
  private boolean bare;

  RecordShape(Class<?> type, MethodHandle constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  /// One component: its member name, how to read it off a record, and its shape.
  record Member<T>(String name, String where, MethodHandle accessor, Shape<T> shape) {

    static Member<?> of(RecordComponent component, MethodHandle accessor, Shape<?> shape) {
      var name = SnakeCase.ofCamel(component.getName());
      var where = component.getDeclaringRecord().getSimpleName() + "." + name;
      return new Member<>(name, where, accessor, shape);
    }

    private boolean isRequired() {
      return shape.absent().isEmpty();
    }

    private T valueIn(Record owner) {
      var value = Reflection.call(accessor, owner);
      if (value == null) {
        throw JsonException.noJsonForm(
            "\"" + where + "\" is null; a record that is written has a value in every component");
      }
      // The accessor returns the type the shape was chosen by.
      @SuppressWarnings("unchecked")
      T typed = (T) value;
      return typed;
    }

    private Json encode(Record owner) {
      return shape.encode(valueIn(owner), where);
    }

    private void encode(Record owner, Map<String, Json> into) {
      T value = valueIn(owner);
      if (!shape.omits(value)) {
        into.put(name, shape.encode(value, where));
      }
    }

    private T decode(Map<String, Json> from) {
      var json = from.get(name);
      return json != null
          ? shape.decode(json, where)
          : shape
              .absent()
              .orElseThrow(() -> JsonException.unreadable(where, "no such member", "a value"));
    }
  }

  void bind(List<Member<?>> all) {
    var names = new HashSet<String>();
    for (var member : all) {
      if (!names.add(member.name())) {
        throw JsonException.noJsonForm(
            "two components are \"" + member.where() + "\" as JSON; rename one");
      }
    }
    members = List.copyOf(all);
    bare =
        all.size() == 1
            && all.getFirst().name().equals("value")
            && !(all.getFirst().shape() instanceof ContainerShape.OfOptional);
  }

  Class<?> type() {
    return type;
  }

  /// A record every component of which may be absent, so that one that says nothing by default can
  /// be added to a record whose old forms are in logs.
  @Override
  public Optional<Record> absent() {
    if (bare || members.isEmpty() || members.stream().anyMatch(Member::isRequired)) {
      return Optional.empty();
    }
    return Optional.of(decodeMembers(Map.of()));
  }

  @Override
  public boolean readsNull() {
    return bare && members.getFirst().shape().readsNull();
  }

  @Override
  public Json encode(Record value, String where) {
    if (bare) {
      return members.getFirst().encode(value);
    }
    var object = LinkedHashMap.<String, Json>newLinkedHashMap(members.size());
    encodeMembers(value, object);
    return new Json.Obj(object);
  }

  @Override
  public Record decode(Json json, String where) {
    if (bare) {
      return construct(members.getFirst().shape().decode(json, members.getFirst().where()));
    }
    if (json instanceof Json.Obj(var object)) {
      return decodeMembers(object);
    }
    throw JsonException.unreadable(where, Shape.found(json), "an object");
  }

  /// Adds a member per component, also for a record that is written as its one value elsewhere.
  void encodeMembers(Record value, Map<String, Json> into) {
    for (var member : members) {
      member.encode(value, into);
    }
  }

  Record decodeMembers(Map<String, Json> from) {
    var values = new @Nullable Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = members.get(i).decode(from);
    }
    return construct(values);
  }

  private Record construct(@Nullable Object... values) {
    try {
      return Reflection.construct(constructor, values);
    } catch (RuntimeException refused) {
      // Whatever a compact constructor throws, it means that these values make no such record.
      throw JsonException.refused(type.getSimpleName(), refused);
    }
  }
}
