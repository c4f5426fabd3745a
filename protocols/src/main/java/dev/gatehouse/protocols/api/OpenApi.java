package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.Route;
import dev.gatehouse.protocols.http.Route.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document, made of the route table, so that neither can forget what the other
/// knows.
final class OpenApi {

  private static final String STREAM = "text/event-stream";
  private static final int NOTHING = 204;
  private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");

  private OpenApi() {}

  static Json.Obj document(String prefix, List<Route> routes, String version) {
    Map<String, Json.ObjBuilder> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), _ -> Json.object())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    var listed = Json.object();
    paths.forEach((path, operations) -> listed.put(path, operations.build()));
    return Json.object()
        .put("openapi", "3.1.0")
        .put("info", Json.obj("title", Json.of("Gatehouse"), "version", Json.of(version)))
        .put("servers", Json.array(Json.obj("url", Json.of(prefix.isEmpty() ? "/" : prefix))))
        .put("paths", listed.build())
        .put("components", components())
        .build();
  }

  private static Json operation(Route route) {
    var operation = Json.object().put("summary", route.doc().summary());
    List<Json> parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", Json.array(parameters));
    }
    route
        .doc()
        .body()
        .ifPresent(schema ->
            operation.put(
                "requestBody", Json.obj("content", content(route.doc().bodyType(), schema))));
    operation.put("responses", responses(route));
    if (route.access() == Access.OPEN) {
      operation.put("security", Json.array());
    }
    return operation.build();
  }

  private static List<Json> parameters(Route route) {
    List<Json> parameters = new ArrayList<>();
    var parts = PART.matcher(route.path());
    while (parts.find()) {
      parameters.add(
          Json.object()
              .put("name", parts.group(1))
              .put("in", "path")
              .put("required", true)
              .put("schema", Schemas.TEXT)
              .build());
    }
    if (AnswerTable.ONCE.contains(name(route))) {
      parameters.add(
          header(
              "Idempotency-Key",
              "the same key and body within a day get the first answer again, and nothing is"
                  + " created twice"));
    }
    if (route.method().equals("GET") && streams(route)) {
      parameters.add(header("Last-Event-ID", "show only what comes after this event's id"));
    }
    new TreeMap<>(route.doc().query())
        .forEach((name, meaning) ->
            parameters.add(
                Json.object()
                    .put("name", name)
                    .put("in", "query")
                    .put("description", meaning)
                    .put("schema", Schemas.TEXT)
                    .build()));
    return parameters;
  }

  private static Json header(String name, String meaning) {
    return Json.object()
        .put("name", name)
        .put("in", "header")
        .put("description", meaning)
        .put("schema", Schemas.TEXT)
        .build();
  }

  private static String name(Route route) {
    return route.method() + " " + route.path();
  }

  private static boolean streams(Route route) {
    return route.doc().answer().equals(STREAM) || AnswerTable.EITHER.contains(name(route));
  }

  private static Json responses(Route route) {
    Map<Integer, Json> successes = new TreeMap<>();
    successes.put(route.doc().status(), success(route, Json.object().build()));
    AnswerTable.of(name(route))
        .forEach(
            (status, schema) -> successes.put(status, success(route, ObjectShape.ref(schema))));
    var responses = Json.object();
    successes.forEach((status, answer) -> responses.put(Integer.toString(status), answer));
    return responses
        .put("default", Json.obj("$ref", Json.of("#/components/responses/Problem")))
        .build();
  }

  private static Json success(Route route, Json.Obj schema) {
    var success = Json.object().put("description", route.doc().summary());
    if (route.doc().status() == NOTHING) {
      return success.build();
    }
    var content = Json.object();
    content.put(route.doc().answer(), Json.obj("schema", schema));
    if (AnswerTable.EITHER.contains(name(route))) {
      content.put(STREAM, Json.obj("schema", Schemas.TEXT));
    }
    if (route.path().endsWith("/graph")) {
      content.put("text/plain", Json.obj("schema", Schemas.TEXT));
    }
    return success.put("content", content.build()).build();
  }

  private static Json content(String mediaType, Json schema) {
    return Json.obj(mediaType, Json.obj("schema", schema));
  }

  private static Json components() {
    Json reference = Json.obj("$ref", Json.of("#/components/schemas/Problem"));
    Json response =
        Json.obj(
            "description",
            Json.of("What is wrong"),
            "content",
            content(Problem.MEDIA_TYPE, reference));
    Json bearer = Json.obj("type", Json.of("http"), "scheme", Json.of("bearer"));
    return Json.object()
        .put("schemas", schemas())
        .put("responses", Json.obj("Problem", response))
        .put("securitySchemes", Json.obj("bearer", bearer))
        .build();
  }

  private static Json schemas() {
    var schemas = Json.object().put("Problem", problem());
    AnswerSchemas.all().forEach(schemas::put);
    return schemas.build();
  }

  private static Json problem() {
    List<Json.Str> codes =
        Arrays.stream(ProblemCode.values()).map(code -> Json.of(code.wire())).toList();
    return Schemas.body(
        List.of("type", "title", "status", "detail", "error"),
        Json.object()
            .put("type", Schemas.TEXT)
            .put("title", Schemas.TEXT)
            .put("status", Schemas.COUNT)
            .put("detail", Schemas.TEXT)
            .put("error", Json.obj("type", Json.of("string"), "enum", Json.array(codes)))
            .put(
                "errors",
                ObjectShape.listOf(
                    new ObjectShape().must(Schemas.TEXT, "pointer", "message").schema()))
            .build());
  }
}
