package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.SnakeCase;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// How records stand for sections: their keys, their standards, their alternatives.
final class ConfigShape {

  /// The key that chooses among the alternatives of a sealed interface; the first one when it is
  /// absent.
  static final String TYPE = "type";

  private ConfigShape() {}

  /// {@return the components of a record by their keys}
  static SequencedMap<String, RecordComponent> components(Class<?> type) {
    var components = new LinkedHashMap<String, RecordComponent>();
    for (var component : type.getRecordComponents()) {
      components.put(kebab(component.getName()), component);
    }
    return components;
  }

  /// {@return the key whose value may stand for the whole section}
  static Optional<String> shortForm(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(ShortForm.class)).map(ShortForm::value);
  }

  /// {@return how the value of that key is written}
  static ScalarText shortened(Class<?> type, String key) {
    return Optional.ofNullable(components(type).get(key))
        .flatMap(component -> ScalarText.of(component.getType()))
        .orElseThrow(
            () -> new IllegalStateException(type + " has no single value under \"" + key + "\""));
  }

  /// {@return the value of a component that the file does not mention}
  static Object standard(RecordComponent component) {
    var type = component.getDeclaringRecord();
    try {
      var standard = type.getDeclaredField("STANDARD").get(null);
      return component.getAccessor().invoke(standard);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(type + " has no STANDARD to take a default from", missing);
    }
  }

  static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  /// {@return the records of a sealed interface by what `type` calls them, in the order they are
  /// declared}
  static SequencedMap<String, Class<?>> alternatives(Class<?> type) {
    var alternatives = new LinkedHashMap<String, Class<?>>();
    for (var each : type.getPermittedSubclasses()) {
      alternatives.put(kebab(each.getSimpleName()), each);
    }
    return alternatives;
  }

  private static String kebab(String name) {
    return SnakeCase.ofCamel(name).replace('_', '-');
  }
}
