package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The JSON Schema of `gatehouse.yaml`, derived from the records, for editors.
///
/// It describes the file before variables are expanded: wherever a number or a special word
/// belongs, text with a `${` is allowed too.
public final class ConfigSchema {

  private static final Json VARIABLE =
      Json.obj("type", Json.of("string"), "pattern", Json.of("\\$\\{"));

  private ConfigSchema() {}

  /// {@return the schema of the whole file}
  public static Json.Obj json() {
    var schema =
        Json.object()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "gatehouse.yaml");
    record(GatehouseConfig.class, Optional.empty()).members().forEach(schema::put);
    return schema.build();
  }

  private static Json.Obj of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    var plain = (Class<?>) type;
    if (plain == Json.Obj.class) {
      return Json.obj("type", Json.of("object"));
    }
    return ScalarText.of(plain)
        .map(ConfigSchema::scalar)
        .orElseGet(() -> plain.isRecord() ? section(plain) : choice(plain));
  }

  private static Json.Obj container(ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return of(arguments[0]);
    }
    return type.getRawType() == List.class
        ? Json.obj("type", Json.of("array"), "items", of(arguments[0]))
        : Json.obj("type", Json.of("object"), "additionalProperties", of(arguments[1]));
  }

  private static Json.Obj scalar(ScalarText scalar) {
    boolean anyText = scalar.kind() == LeafKind.TEXT && scalar.schema().members().size() == 1;
    return anyText ? scalar.schema() : Json.obj("anyOf", Json.array(scalar.schema(), VARIABLE));
  }

  private static Json.Obj section(Class<?> type) {
    var whole = record(type, Optional.empty());
    return ConfigShape.shortForm(type)
        .map(key -> scalar(ConfigShape.shortened(type, key)))
        .map(single -> Json.obj("anyOf", Json.array(single, whole)))
        .orElse(whole);
  }

  private static Json.Obj choice(Class<?> type) {
    var all = new ArrayList<Json>();
    ConfigShape.alternatives(type)
        .forEach((name, each) -> all.add(record(each, Optional.of(alternative(name, all)))));
    return Json.obj("oneOf", Json.array(all));
  }

  private static TypeKey alternative(String name, List<Json> before) {
    return new TypeKey(name, !before.isEmpty());
  }

  private static Json.Obj record(Class<?> type, Optional<TypeKey> choice) {
    var properties = Json.object();
    var required = new ArrayList<Json>();
    choice.ifPresent(key -> {
      properties.put(ConfigShape.TYPE, Json.obj("const", Json.of(key.name())));
      if (key.needed()) {
        required.add(Json.of(ConfigShape.TYPE));
      }
    });
    ConfigShape.components(type)
        .forEach((key, component) -> {
          properties.put(key, described(component));
          if (component.isAnnotationPresent(Required.class)) {
            required.add(Json.of(key));
          }
        });
    return Json.object()
        .put("type", "object")
        .put("properties", properties.build())
        .put("required", Json.array(required))
        .put("additionalProperties", false)
        .build();
  }

  private static Json.Obj described(RecordComponent component) {
    var schema = Json.object();
    of(component.getGenericType()).members().forEach(schema::put);
    doc(component).ifPresent(words -> schema.put("description", words));
    return schema.build();
  }

  private static Optional<String> doc(AnnotatedElement element) {
    return Optional.ofNullable(element.getAnnotation(Doc.class)).map(Doc::value);
  }

  /// The key that tells an alternative, and whether it must be there.
  private record TypeKey(String name, boolean needed) {}
}
