package dev.gatehouse.adapters.tools.http;

import dev.gatehouse.core.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A URL with places for arguments, such as `https://api.example.com/orders/{id}?fields={fields}`.
///
/// Arguments stand in the path and the query alone, and are encoded so that none can leave its
/// place: scheme, host and port are what the configuration says.
public final class UrlTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

  private final String origin;
  private final String host;
  private final String path;
  private final List<String> query;

  private UrlTemplate(String origin, String host, String path, List<String> query) {
    this.origin = origin;
    this.host = host;
    this.path = path;
    this.query = query;
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException when it is none, or its host varies
  public static UrlTemplate parse(String text) {
    Matcher url = Pattern.compile("(https?://[^/?#{}]+)(/[^?#]*)?(?:\\?([^#]*))?").matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "the URL must begin with http:// or https:// and a host without places for arguments");
    }
    String path = Optional.ofNullable(url.group(2)).orElse("/");
    String query = Optional.ofNullable(url.group(3)).orElse("");
    return new UrlTemplate(
        url.group(1),
        host(url.group(1)),
        path,
        query.isEmpty() ? List.of() : List.of(query.split("&", -1)));
  }

  private static String host(String origin) {
    try {
      URI uri = new URI(origin);
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("the URL needs a host, and no user or password");
      }
      return uri.getHost();
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("the URL's host cannot be read");
    }
  }

  /// {@return the host that all calls go to}
  public String host() {
    return host;
  }

  /// {@return the names of the arguments that have a place}
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Matcher place = PLACE.matcher(path + "&" + String.join("&", query));
    while (place.find()) {
      names.add(place.group(1));
    }
    return names;
  }

  /// {@return the URL with these arguments, and more of them at the end of its query}
  ///
  /// @param more arguments that have no place
  /// @throws IllegalArgumentException when an argument of the path is missing or means a place
  String filled(Json arguments, Map<String, Json> more) {
    StringJoiner all = new StringJoiner("&");
    for (String pair : query) {
      if (PLACE.matcher(pair).results().allMatch(place -> present(arguments, place.group(1)))) {
        all.add(PLACE.matcher(pair).replaceAll(place -> quoted(arguments, place.group(1))));
      }
    }
    more.forEach((name, value) -> all.add(encoded(name) + "=" + encoded(text(value))));
    String end = all.length() == 0 ? "" : "?" + all;
    return origin
        + PLACE.matcher(path).replaceAll(place -> segment(arguments, place.group(1)))
        + end;
  }

  private static boolean present(Json arguments, String name) {
    return arguments.at(name).filter(value -> !(value instanceof Json.Null)).isPresent();
  }

  private static String quoted(Json arguments, String name) {
    return Matcher.quoteReplacement(encoded(text(arguments.at(name).orElse(Json.NULL))));
  }

  private static String segment(Json arguments, String name) {
    String value = text(arguments.at(name).orElse(Json.NULL));
    if (value.isEmpty() || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(
          "argument \"" + name + "\" stands in the path and must not be empty, \".\" or \"..\"");
    }
    return Matcher.quoteReplacement(encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /// {@return a value as it is written in a URL: lists by commas}
  static String text(Json value) {
    return switch (value) {
      case Json.Str(String text) -> text;
      case Json.Null _ -> "";
      case Json.Arr(List<Json> items) ->
          items.stream().map(UrlTemplate::text).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
