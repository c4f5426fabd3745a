package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The arguments of a tool that its server wants repeated in HTTP headers (`x-mcp-header`).
///
/// @param paths the place of each argument, by the end of its header's name
record ParamHeaders(Map<String, List<String>> paths) {

  /// A tool that wants none.
  static final ParamHeaders NONE = new ParamHeaders(Map.of());

  private static final String MARK = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
  private static final Pattern PLAIN = Pattern.compile("[!-~](?:[ -~\\t]*[!-~])?");
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
  private static final int MAX_DEPTH = 16;
  private static final int MAX_VALUE = 4_096;

  /// Copies the places.
  ParamHeaders {
    paths = Map.copyOf(paths);
  }

  /// Finds the marks in a schema.
  ///
  /// @return nothing when one of them breaks the rules, so that the tool must not be offered
  static Optional<ParamHeaders> of(Json schema) {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    boolean sound = collect(schema, List.of(), paths);
    Set<String> names = new HashSet<>();
    boolean unique = paths.keySet().stream().allMatch(it -> names.add(it.toLowerCase(Locale.ROOT)));
    // A mark that stands elsewhere than at a property reached by properties alone is wrong too.
    boolean all = marks(schema, 0) == paths.size();
    return sound && unique && all ? Optional.of(new ParamHeaders(paths)) : Optional.empty();
  }

  private static boolean collect(Json schema, List<String> path, Map<String, List<String>> paths) {
    Optional<Json.Obj> properties = schema.at("properties").flatMap(Json::asObject);
    if (properties.isEmpty() || path.size() > MAX_DEPTH) {
      return true;
    }
    for (var property : properties.get().members().entrySet()) {
      List<String> here = new ArrayList<>(path);
      here.add(property.getKey());
      Json value = property.getValue();
      Optional<Json> mark = value.at(MARK);
      if (mark.isPresent()) {
        Optional<String> name = mark.flatMap(Json::text).filter(TOKEN.asMatchPredicate());
        boolean typed = value.at("type").flatMap(Json::text).filter(TYPES::contains).isPresent();
        if (name.isEmpty() || !typed || paths.putIfAbsent(name.get(), here) != null) {
          return false;
        }
      }
      if (!collect(value, here, paths)) {
        return false;
      }
    }
    return true;
  }

  /// Members of `properties` are names, not keywords, and may be called like the mark.
  private static int marks(Json json, int depth) {
    if (depth > MAX_DEPTH * 4) {
      return 0;
    }
    return switch (json) {
      case Json.Obj object ->
          object.members().entrySet().stream()
              .mapToInt(member -> marks(member.getKey(), member.getValue(), depth))
              .sum();
      case Json.Arr(List<Json> items) ->
          items.stream().mapToInt(item -> marks(item, depth + 1)).sum();
      default -> 0;
    };
  }

  private static int marks(String name, Json value, int depth) {
    if (name.equals("properties") && value instanceof Json.Obj properties) {
      return properties.members().values().stream()
          .mapToInt(property -> marks(property, depth + 1))
          .sum();
    }
    return (name.equals(MARK) ? 1 : 0) + marks(value, depth + 1);
  }

  /// {@return the headers of one call}
  Map<String, String> headers(Json input) {
    Map<String, String> headers = new LinkedHashMap<>();
    paths.forEach((name, path) ->
        input
            .path(path.toArray(String[]::new))
            .flatMap(ParamHeaders::text)
            .filter(text -> text.length() <= MAX_VALUE)
            .ifPresent(text -> headers.put("Mcp-Param-" + name, encoded(text))));
    return headers;
  }

  private static Optional<String> text(Json value) {
    return switch (value) {
      case Json.Str(String text) -> Optional.of(text);
      case Json.Num number -> Optional.of(number.value().toBigInteger().toString());
      case Json.Bool truth -> Optional.of(truth.toString());
      default -> Optional.empty();
    };
  }

  /// {@return a text as a header may carry it}
  static String encoded(String text) {
    boolean marked = text.startsWith("=?base64?") && text.endsWith("?=");
    return PLAIN.matcher(text).matches() && !marked
        ? text
        : "=?base64?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
