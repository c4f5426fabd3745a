package dev.gatehouse.core.workflow;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How the nodes of a run are, counted by their place in the document.
final class StatusCounts {

  private static final Pattern NUMBER = Pattern.compile("(?<=^|/)[0-9]+(?=/|$)");

  private final Map<String, Map<String, Integer>> counts = new HashMap<>();

  StatusCounts(Map<String, String> statuses) {
    statuses.forEach((path, status) ->
        counts
            .computeIfAbsent(NUMBER.matcher(path).replaceAll("*"), _ -> new TreeMap<>())
            .merge(status, 1, Integer::sum));
  }

  /// How the nodes at a place are: `completed`, or `3 completed, 1 running`.
  Optional<String> at(String place) {
    Map<String, Integer> here = counts.getOrDefault(place, Map.of());
    boolean one = here.size() == 1 && here.values().iterator().next() == 1;
    return here.isEmpty()
        ? Optional.empty()
        : Optional.of(
            one
                ? here.keySet().iterator().next()
                : here.entrySet().stream()
                    .map(it -> it.getValue() + " " + it.getKey())
                    .collect(joining(", ")));
  }
}
