package dev.gatehouse.gateway.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/// Copies a record with one component replaced, for records whose components are many and named.
final class Replaced {

  private Replaced() {}

  /// {@return the record with another value for one component}
  ///
  /// @throws IllegalArgumentException when the record has no such component
  @SuppressWarnings("unchecked") // a record's own constructor makes a record of the same class
  static <R extends Record> R in(R record, String component, Object value) {
    List<RecordComponent> components = List.of(record.getClass().getRecordComponents());
    if (components.stream().noneMatch(each -> each.getName().equals(component))) {
      throw new IllegalArgumentException(record.getClass() + " has no component " + component);
    }
    try {
      Object[] values = new Object[components.size()];
      for (int at = 0; at < values.length; at++) {
        RecordComponent each = components.get(at);
        values[at] = each.getName().equals(component) ? value : each.getAccessor().invoke(record);
      }
      Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(
          "cannot copy "
              + record.getClass()
              + " with components "
              + Arrays.toString(components.toArray()),
          impossible);
    }
  }
}
