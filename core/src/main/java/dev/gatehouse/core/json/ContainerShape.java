package dev.gatehouse.core.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The shapes of values that hold other values.
///
/// Sets and maps are written sorted: the iteration order of `Set.of` and `Map.of` differs between
/// two runs of one program, and equal facts must give equal text.
final class ContainerShape {

  private ContainerShape() {}

  /// Present as the value itself, absent as no member. Reads `null` as absent, unless the value is
  /// JSON, where `null` is a value.
  record OfOptional<T>(Shape<T> inner) implements Shape<Optional<T>> {
    @Override
    public Json encode(Optional<T> value, String where) {
      return inner.encode(value.orElseThrow(), where);
    }

    @Override
    public Optional<T> decode(Json json, String where) {
      boolean absent = json instanceof Json.Null && !inner.readsNull();
      return absent ? Optional.empty() : Optional.of(inner.decode(json, where));
    }

    @Override
    public Optional<Optional<T>> absent() {
      return Optional.of(Optional.empty());
    }

    @Override
    public boolean omits(Optional<T> value) {
      return value.isEmpty();
    }
  }

  record OfList<T>(Shape<T> item) implements Shape<List<T>> {
    @Override
    public Json encode(List<T> value, String where) {
      return new Json.Arr(encodeAll(item, value, where));
    }

    @Override
    public List<T> decode(Json json, String where) {
      return List.copyOf(decodeAll(item, json, where));
    }

    @Override
    public Optional<List<T>> absent() {
      return Optional.of(List.of());
    }
  }

  record OfSet<T>(Shape<T> item) implements Shape<Set<T>> {
    @Override
    public Json encode(Set<T> value, String where) {
      var sorted = new TreeMap<String, Json>();
      encodeAll(item, value, where).forEach(json -> sorted.put(json.canonical(), json));
      return new Json.Arr(List.copyOf(sorted.values()));
    }

    @Override
    public Set<T> decode(Json json, String where) {
      var items = decodeAll(item, json, where);
      var set = new LinkedHashSet<>(items);
      if (set.size() < items.size()) {
        throw JsonException.unreadable(where, "an item twice", "distinct items");
      }
      return Collections.unmodifiableSet(set);
    }

    @Override
    public Optional<Set<T>> absent() {
      return Optional.of(Set.of());
    }
  }

  /// A map whose keys have a string form: strings, enums, and records around one string.
  record OfMap<K, V>(Shape<K> key, Shape<V> value) implements Shape<Map<K, V>> {
    @Override
    public Json encode(Map<K, V> map, String where) {
      var sorted = new TreeMap<String, Json>();
      map.forEach((k, v) -> sorted.put(name(k, where), value.encode(v, where)));
      return new Json.Obj(sorted);
    }

    private String name(K k, String where) {
      return key.encode(k, where)
          .text()
          .orElseThrow(() ->
              JsonException.noJsonForm(
                  "a key of \"" + where + "\" is not a string as JSON; use a string or an id"));
    }

    @Override
    public Map<K, V> decode(Json json, String where) {
      if (!(json instanceof Json.Obj(var members))) {
        throw JsonException.unreadable(where, Shape.found(json), "an object");
      }
      var map = LinkedHashMap.<K, V>newLinkedHashMap(members.size());
      members.forEach(
          (name, member) -> map.put(key.decode(Json.of(name), where), value.decode(member, where)));
      return Collections.unmodifiableMap(map);
    }

    @Override
    public Optional<Map<K, V>> absent() {
      return Optional.of(Map.of());
    }
  }

  private static <T> List<Json> encodeAll(Shape<T> item, Collection<T> values, String where) {
    var items = new ArrayList<Json>(values.size());
    for (var value : values) {
      items.add(item.encode(value, where));
    }
    return items;
  }

  private static <T> List<T> decodeAll(Shape<T> item, Json json, String where) {
    if (!(json instanceof Json.Arr(var items))) {
      throw JsonException.unreadable(where, Shape.found(json), "an array");
    }
    var values = new ArrayList<T>(items.size());
    for (var each : items) {
      values.add(item.decode(each, where));
    }
    return values;
  }
}
