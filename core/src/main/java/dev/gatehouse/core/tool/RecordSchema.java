package dev.gatehouse.core.tool;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.SnakeCase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Derives the JSON Schema of a record, so that `record SummarizeCsv(String path)` is a tool's
/// input.
///
/// It mirrors [dev.gatehouse.core.json.RecordCodec]: what the schema admits, the codec decodes
/// (unless the record's own constructor refuses it). Every member is required but for `Optional`
/// ones, and no others are allowed. Numbers carry the bounds of their Java type, because a model's
/// number may exceed it. [Doc] becomes `description`.
public final class RecordSchema {

  private static final Json.Obj INT =
      number(
          "integer", BigDecimal.valueOf(Integer.MIN_VALUE), BigDecimal.valueOf(Integer.MAX_VALUE));
  private static final Json.Obj LONG =
      number("integer", BigDecimal.valueOf(Long.MIN_VALUE), BigDecimal.valueOf(Long.MAX_VALUE));
  private static final Json.Obj DOUBLE =
      number("number", BigDecimal.valueOf(-Double.MAX_VALUE), BigDecimal.valueOf(Double.MAX_VALUE));

  private static final Map<Class<?>, Json.Obj> SCALARS =
      Map.ofEntries(
          Map.entry(String.class, ofType("string")),
          Map.entry(boolean.class, ofType("boolean")),
          Map.entry(Boolean.class, ofType("boolean")),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(BigDecimal.class, ofType("number")),
          Map.entry(Json.class, Json.object().build()),
          Map.entry(Json.Obj.class, ofType("object")));

  /// The records being described, outermost first: one that comes again would never end.
  private final Deque<Class<?>> open = new ArrayDeque<>();

  private RecordSchema() {}

  /// Describes a record.
  ///
  /// @throws IllegalArgumentException when it holds a type that has no schema, or holds itself
  public static Json.Obj of(Class<? extends Record> type) {
    var components = type.getRecordComponents();
    if (isBare(components)) {
      throw new IllegalArgumentException(
          "\""
              + type.getName()
              + "\" is written as its one value, not as an object; give the component another name"
              + " than \"value\"");
    }
    return new RecordSchema().object(type);
  }

  private Json.Obj object(Class<?> type) {
    if (type.getTypeParameters().length > 0) {
      throw unsupported(type, type.getName());
    }
    enter(type);
    var properties = Json.object();
    var required = new ArrayList<Json>();
    for (var component : type.getRecordComponents()) {
      var name = SnakeCase.ofCamel(component.getName());
      var optional = optional(component.getGenericType());
      var schema = schema(optional.orElse(component.getGenericType()), where(component));
      properties.put(name, described(schema, component));
      if (optional.isEmpty()) {
        required.add(Json.of(name));
      }
    }
    open.removeLast();
    var object =
        Json.object()
            .put("type", "object")
            .put("properties", properties.build())
            .put("required", Json.array(required))
            .put("additionalProperties", false);
    return described(object.build(), type);
  }

  private void enter(Class<?> type) {
    if (open.contains(type)) {
      throw new IllegalArgumentException(
          "\""
              + type.getName()
              + "\" contains itself; a tool's input must be finite, so flatten it or refer by id");
    }
    open.addLast(type);
  }

  private Json.Obj schema(Type type, String where) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() -> record(plain);
      case Class<?> plain -> scalar(plain, where);
      case ParameterizedType generic -> container(generic, where);
      default -> throw unsupported(type, where);
    };
  }

  private Json.Obj record(Class<?> type) {
    var components = type.getRecordComponents();
    if (!isBare(components)) {
      return object(type);
    }
    enter(type);
    var value = schema(components[0].getGenericType(), where(components[0]));
    open.removeLast();
    return described(described(value, components[0]), type);
  }

  private Json.Obj container(ParameterizedType type, String where) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return Json.obj("type", Json.of("array"), "items", schema(arguments[0], where));
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return Json.obj(
          "type", Json.of("object"), "additionalProperties", schema(arguments[1], where));
    }
    throw unsupported(type, where);
  }

  private static Json.Obj scalar(Class<?> type, String where) {
    if (type.isEnum()) {
      var names = Arrays.stream(type.getEnumConstants()).map(RecordSchema::constant).toList();
      return Json.obj("type", Json.of("string"), "enum", Json.array(names));
    }
    var schema = SCALARS.get(type);
    if (schema == null) {
      throw unsupported(type, where);
    }
    return schema;
  }

  private static Json constant(Object constant) {
    return Json.of(SnakeCase.ofConstant((Enum<?>) constant));
  }

  private static Json.Obj ofType(String name) {
    return Json.obj("type", Json.of(name));
  }

  private static Json.Obj number(String kind, BigDecimal least, BigDecimal most) {
    return Json.obj("type", Json.of(kind), "minimum", Json.of(least), "maximum", Json.of(most));
  }

  /// A component's own words come before those of its type.
  private static Json.Obj described(Json.Obj schema, AnnotatedElement element) {
    var doc = element.getAnnotation(Doc.class);
    if (doc == null) {
      return schema;
    }
    var object = Json.object();
    schema
        .members()
        .forEach((name, value) -> {
          if (!name.equals("description")) {
            object.put(name, value);
          }
        });
    return object.put("description", doc.value()).build();
  }

  /// What an optional component holds.
  private static Optional<Type> optional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? Optional.of(generic.getActualTypeArguments()[0])
        : Optional.empty();
  }

  /// The codec writes a record of one component named `value` as that value.
  private static boolean isBare(RecordComponent[] components) {
    return components.length == 1
        && components[0].getName().equals("value")
        && optional(components[0].getGenericType()).isEmpty();
  }

  private static String where(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        "type \""
            + type.getTypeName()
            + "\" of \""
            + where
            + "\" has no schema; use String, int, long, double, boolean, BigDecimal, Json, an enum,"
            + " a record, or Optional, List or Map<String, …> of these");
  }
}
