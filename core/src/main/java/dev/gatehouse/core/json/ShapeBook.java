package dev.gatehouse.core.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the shape of every type a codec can meet, once, while the codec is made.
///
/// One thread fills it; afterwards the shapes in it never change.
final class ShapeBook {

  private final Map<Class<?>, RecordShape> records = new HashMap<>();
  private final Map<Class<?>, ChoiceShape> choices = new HashMap<>();
  private final Map<Class<?>, Shape<?>> forms = new HashMap<>();

  ShapeBook(List<JsonForm<?>> forms) {
    forms.forEach(form -> this.forms.put(form.type(), form.shape()));
  }

  RecordShape ofRecord(Class<?> type) {
    var known = records.get(type);
    if (known != null) {
      return known;
    }
    if (type.getTypeParameters().length > 0) {
      throw unsupported(type, type.getName());
    }
    var shape = new RecordShape(type, Reflection.constructor(type));
    records.put(type, shape);
    var members = new ArrayList<RecordShape.Member<?>>();
    for (var component : type.getRecordComponents()) {
      var where = type.getName() + "." + component.getName();
      var inner = ofComponent(component.getGenericType(), where);
      members.add(RecordShape.Member.of(component, Reflection.accessor(component), inner));
    }
    shape.bind(members);
    return shape;
  }

  ChoiceShape ofChoice(Class<?> type) {
    var known = choices.get(type);
    if (known != null) {
      return known;
    }
    var shape = new ChoiceShape(type);
    choices.put(type, shape);
    alternatives(type).forEach(record -> shape.bind(ofRecord(record)));
    return shape;
  }

  /// The records below a sealed interface, in the order they are declared.
  private static Set<Class<?>> alternatives(Class<?> type) {
    var found = new LinkedHashSet<Class<?>>();
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        found.add(permitted);
      } else if (permitted.isInterface() && permitted.isSealed()) {
        found.addAll(alternatives(permitted));
      } else {
        throw JsonException.noJsonForm(
            "alternative \""
                + permitted.getName()
                + "\" of \""
                + type.getName()
                + "\" is neither a record nor a sealed interface; make it one");
      }
    }
    return found;
  }

  /// Only a component may be optional: elsewhere there is no member to leave out.
  private Shape<?> ofComponent(Type type, String where) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      var inner = generic.getActualTypeArguments()[0];
      return new ContainerShape.OfOptional<>(of(inner, where));
    }
    return of(type, where);
  }

  private Shape<?> of(Type type, String where) {
    return switch (type) {
      case Class<?> plain -> ofClass(plain, where);
      case ParameterizedType generic -> ofContainer(generic, where);
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], where);
      default -> throw unsupported(type, where);
    };
  }

  private Shape<?> ofClass(Class<?> type, String where) {
    var form = forms.get(type);
    if (form != null) {
      return form;
    }
    var scalar = ScalarShape.of(type);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    if (type.isRecord()) {
      return ofRecord(type);
    }
    if (type.isInterface() && type.isSealed()) {
      return ofChoice(type);
    }
    throw unsupported(type, where);
  }

  private Shape<?> ofContainer(ParameterizedType type, String where) {
    var raw = type.getRawType();
    List<Type> of = List.of(type.getActualTypeArguments());
    if (raw == List.class) {
      return new ContainerShape.OfList<>(of(of.getFirst(), where));
    }
    if (raw == Set.class) {
      return new ContainerShape.OfSet<>(of(of.getFirst(), where));
    }
    if (raw == Map.class) {
      return new ContainerShape.OfMap<>(of(of.getFirst(), where), of(of.getLast(), where));
    }
    throw unsupported(type, where);
  }

  private static JsonException unsupported(Type type, String where) {
    return JsonException.noJsonForm(
        "type \""
            + type.getTypeName()
            + "\" of \""
            + where
            + "\" has no JSON form; use a scalar, an enum, a record, a sealed interface of records,"
            + " or Optional, List, Set or Map of these");
  }
}
