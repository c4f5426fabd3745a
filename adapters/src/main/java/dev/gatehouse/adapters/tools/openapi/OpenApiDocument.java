package dev.gatehouse.adapters.tools.openapi;

import dev.gatehouse.adapters.tools.http.HttpCall;
import dev.gatehouse.adapters.tools.http.HttpCall.Rest;
import dev.gatehouse.adapters.tools.http.UrlTemplate;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An OpenAPI 3 document, read for what can be called.
///
/// Parameters of path and query, and of headers that are not the gateway's business, become
/// arguments by their names; a JSON body becomes the argument `body`. Operations that need another
/// body are left out.
public final class OpenApiDocument {

  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete");
  private static final Set<String> OWN_HEADERS =
      Set.of("accept", "content-type", "authorization", "cookie", "host", "idempotency-key");
  private static final int MAX_DESCRIPTION = 1_000;

  private final Json document;
  private final LocalReferences references;

  /// Something that can be called.
  ///
  /// @param id its `operationId`, or its method and path in words
  /// @param schema of its arguments
  public record Operation(String id, String description, HttpCall call, Json.Obj schema) {}

  private OpenApiDocument(Json document) {
    this.document = document;
    this.references = new LocalReferences(document);
  }

  /// Reads a document.
  ///
  /// @throws IllegalArgumentException when it is no OpenAPI document of version 3
  public static OpenApiDocument of(Json document) {
    boolean known =
        document.at("openapi").flatMap(Json::text).filter(it -> it.startsWith("3.")).isPresent();
    if (!known || document.at("paths").flatMap(Json::asObject).isEmpty()) {
      throw new IllegalArgumentException(
          "this is no OpenAPI document of version 3: \"openapi\" or \"paths\" is missing");
    }
    return new OpenApiDocument(document);
  }

  /// {@return where its first server is, when it says so in full}
  public Optional<String> server() {
    return document
        .at("servers")
        .flatMap(Json::asArray)
        .flatMap(all -> all.items().stream().findFirst())
        .flatMap(first -> first.at("url"))
        .flatMap(Json::text)
        .filter(url -> url.startsWith("http://") || url.startsWith("https://"));
  }

  /// {@return its operations, in the order of the document}
  ///
  /// @param base where the service is; paths are appended to it
  /// @throws IllegalArgumentException when base and a path make no URL
  public List<Operation> operations(String base) {
    List<Operation> operations = new ArrayList<>();
    String start = base.replaceAll("/+$", "");
    members(document.at("paths"))
        .forEach((path, item) -> {
          Json whole = references.resolved(item);
          members(Optional.of(whole))
              .forEach((method, operation) -> {
                if (METHODS.contains(method)) {
                  operation(start + path, path, method, whole, operation)
                      .ifPresent(operations::add);
                }
              });
        });
    return operations;
  }

  private static Map<String, Json> members(Optional<Json> value) {
    return value.flatMap(Json::asObject).map(Json.Obj::members).orElse(Map.of());
  }

  private static Optional<Operation> operation(
      String url, String path, String method, Json item, Json operation) {
    Optional<Json> body = operation.at("requestBody");
    Optional<Json> json = body.flatMap(OpenApiDocument::jsonBody);
    boolean bodyNeeded = body.flatMap(it -> it.at("required")).flatMap(Json::bool).orElse(false);
    if (bodyNeeded && json.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Json> parameters = parameters(item, operation);
    var properties = Json.object();
    List<Json> required = new ArrayList<>();
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    parameters.forEach((name, parameter) -> {
      properties.put(name, schema(parameter));
      switch (parameter.at("in").flatMap(Json::text).orElse("")) {
        case "query" -> query.add(name);
        case "header" -> headers.add(name);
        default -> {}
      }
      if (parameter.at("required").flatMap(Json::bool).orElse(false)) {
        required.add(Json.of(name));
      }
    });
    json.ifPresent(schema -> properties.put("body", schema));
    if (bodyNeeded) {
      required.add(Json.of("body"));
    }
    Json.Obj schema =
        Json.object()
            .put("type", "object")
            .put("properties", properties.build())
            .put("required", Json.array(required))
            .put("additionalProperties", false)
            .build();
    HttpCall call =
        new HttpCall(
            method.toUpperCase(Locale.ROOT),
            UrlTemplate.parse(url),
            query,
            headers,
            json.isPresent() ? Rest.WHOLE_BODY : Rest.NOWHERE);
    return Optional.of(new Operation(id(operation, method, path), words(operation), call, schema));
  }

  private static Optional<Json> jsonBody(Json body) {
    return body.at("content")
        .flatMap(Json::asObject)
        .flatMap(types ->
            types.members().entrySet().stream()
                .filter(type -> type.getKey().startsWith("application/json"))
                .map(type -> type.getValue().at("schema").orElse(Json.object().build()))
                .findFirst());
  }

  /// An operation's parameters go before those of its path.
  private static Map<String, Json> parameters(Json item, Json operation) {
    Map<String, Json> all = new LinkedHashMap<>();
    for (Json place : List.of(item, operation)) {
      for (Json each :
          place.at("parameters").flatMap(Json::asArray).orElse(new Json.Arr(List.of())).items()) {
        String name = each.at("name").flatMap(Json::text).orElse("");
        String in = each.at("in").flatMap(Json::text).orElse("");
        boolean own = in.equals("header") && OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT));
        if (!name.isEmpty() && !own && !in.equals("cookie")) {
          all.put(name, each);
        }
      }
    }
    return all;
  }

  private static Json schema(Json parameter) {
    var schema = Json.object();
    members(parameter.at("schema")).forEach(schema::put);
    parameter
        .at("description")
        .flatMap(Json::text)
        .ifPresent(text -> schema.put("description", text));
    return schema.build();
  }

  private static String id(Json operation, String method, String path) {
    String id = operation.at("operationId").flatMap(Json::text).orElseGet(() -> method + path);
    return id.replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("^_+|_+$", "");
  }

  private static String words(Json operation) {
    String summary = operation.at("summary").flatMap(Json::text).orElse("");
    String more = operation.at("description").flatMap(Json::text).orElse("");
    String all = summary.isEmpty() || more.isEmpty() ? summary + more : summary + ". " + more;
    return all.substring(0, Math.min(all.length(), MAX_DESCRIPTION));
  }
}
