package dev.gatehouse.core.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The method handles of records, and calling them.
final class Reflection {

  private static final MethodType CONSTRUCT = MethodType.methodType(Record.class, Object[].class);
  private static final MethodType ACCESS = MethodType.methodType(Object.class, Record.class);

  private Reflection() {}

  /// The canonical constructor, taking its arguments as one array.
  static MethodHandle constructor(Class<?> type) {
    var components = type.getRecordComponents();
    var parameters =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return lookup(type)
          .findConstructor(type, MethodType.methodType(void.class, parameters))
          .asSpreader(Object[].class, parameters.length)
          .asType(CONSTRUCT);
    } catch (ReflectiveOperationException closed) {
      throw inaccessible(type, closed);
    }
  }

  static MethodHandle accessor(RecordComponent component) {
    var type = component.getDeclaringRecord();
    try {
      return lookup(type).unreflect(component.getAccessor()).asType(ACCESS);
    } catch (ReflectiveOperationException closed) {
      throw inaccessible(type, closed);
    }
  }

  static Record construct(MethodHandle constructor, @Nullable Object[] values) {
    try {
      return (Record) constructor.invokeExact(values);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw JsonException.noJsonForm("a record constructor threw a checked exception", checked);
    }
  }

  static @Nullable Object call(MethodHandle accessor, Record owner) {
    try {
      return (Object) accessor.invokeExact(owner);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw JsonException.noJsonForm("a record accessor threw a checked exception", checked);
    }
  }

  /// A lookup that sees private members: within our module always, elsewhere if the package is
  /// open.
  private static Lookup lookup(Class<?> type) throws IllegalAccessException {
    Reflection.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static JsonException inaccessible(Class<?> type, ReflectiveOperationException cause) {
    return JsonException.noJsonForm(
        "record \""
            + type.getName()
            + "\" is not accessible; add \"opens "
            + type.getPackageName()
            + " to "
            + Reflection.class.getModule().getName()
            + ";\" to its module",
        cause);
  }
}
