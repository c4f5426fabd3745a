package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route for a request.
///
/// Paths are few and short: they are compared part by part, and a part that is written out goes
/// before one that varies.
public final class Routes {

  private static final int MAX_PARTS = 16;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(List<String> parts, Route route) {}

  /// A route and the parts of the path that vary.
  ///
  /// @param values by the names in the route's path
  record Match(Route route, Map<String, String> values) {}

  /// Routes below a prefix.
  ///
  /// @param prefix such as `/api`, or nothing
  public Routes(String prefix, List<Route> routes) {
    routes.forEach(route -> add(prefix + route.path(), route));
  }

  private Routes() {}

  /// {@return these routes and others}
  public Routes and(Routes others) {
    var both = new Routes();
    both.entries.addAll(entries);
    both.entries.addAll(others.entries);
    return both;
  }

  private void add(String path, Route route) {
    entries.add(new Entry(parts(path), route));
  }

  private static List<String> parts(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /// Finds the route.
  ///
  /// @throws ProblemException `not_found`, or `method_not_allowed` with what is allowed
  Match find(String method, String path) {
    String[] sent = path.startsWith("/") ? path.substring(1).split("/", MAX_PARTS) : new String[0];
    Set<String> allowed = new TreeSet<>();
    Optional<Match> best = Optional.empty();
    for (Entry entry : entries) {
      Optional<Map<String, String>> values = values(entry.parts(), sent);
      if (values.isEmpty()) {
        continue;
      }
      allowed.add(entry.route().method());
      boolean plainer = best.isEmpty() || values.get().size() < best.get().values().size();
      if (plainer && entry.route().method().equals(method)) {
        best = Optional.of(new Match(entry.route(), values.get()));
      }
    }
    return best.orElseThrow(() -> missing(method, path, allowed));
  }

  private static ProblemException missing(String method, String path, Set<String> allowed) {
    if (allowed.isEmpty()) {
      return new ProblemException(Problem.notFound("route", path));
    }
    String list = String.join(", ", allowed);
    return new ProblemException(
        Problem.of(ProblemCode.METHOD_NOT_ALLOWED, method + " is not possible here; use " + list)
            .with("allow", Json.of(list)));
  }

  private static Optional<Map<String, String>> values(List<String> parts, String[] sent) {
    if (parts.size() != sent.length) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < sent.length; i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        if (sent[i].isEmpty()) {
          return Optional.empty();
        }
        values.put(part.substring(1, part.length() - 1), decoded(sent[i]));
      } else if (!part.equals(sent[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ProblemException(Problem.notFound("route", part));
    }
  }
}
