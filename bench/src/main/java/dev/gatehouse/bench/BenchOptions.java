package dev.gatehouse.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the command line asks for.
///
/// @param before the launcher of another build, for the candidate `before`
/// @param length how long paced streams last
/// @param warmUp how long each candidate is warmed up
/// @param json where the results are written; an empty path means nowhere
record BenchOptions(
    int rounds,
    List<String> workloads,
    List<String> candidates,
    Duration length,
    Duration warmUp,
    Path launcher,
    Path before,
    Path json,
    long seed) {
  static final String USAGE =
      """
      Usage: Bench [--rounds 5] [--workloads %s]
                   [--candidates raw-relay,vt-relay,gatehouse] [--gatehouse ./gatehouse] [--before PATH]
                   [--seconds 10] [--warm-up 10] [--seed N] [--json FILE]\
      """
          .formatted(String.join(",", Workload.names()));

  private static final Set<String> KNOWN =
      Set.of(
          "--rounds",
          "--workloads",
          "--candidates",
          "--gatehouse",
          "--before",
          "--seconds",
          "--warm-up",
          "--seed",
          "--json");

  BenchOptions {
    workloads = List.copyOf(workloads);
    candidates = List.copyOf(candidates);
    if (rounds < 1 || length.toSeconds() < 1 || warmUp.isNegative()) {
      throw new IllegalArgumentException(
          "--rounds and --seconds must be at least 1, --warm-up at least 0");
    }
  }

  /// Reads pairs of a flag and its value.
  static BenchOptions parse(String... words) {
    var given = new HashMap<String, String>();
    for (int i = 0; i < words.length; i += 2) {
      if (!KNOWN.contains(words[i]) || i + 1 == words.length) {
        throw new IllegalArgumentException(
            "\"" + words[i] + "\" is no flag with a value\n" + USAGE);
      }
      given.put(words[i], words[i + 1]);
    }
    return of(given);
  }

  private static BenchOptions of(Map<String, String> given) {
    var defaultCandidates =
        String.join(",", Candidate.RAW_RELAY, Candidate.VIRTUAL_THREAD_RELAY, Candidate.GATEHOUSE);
    var defaultWorkloads = String.join(",", Workload.names());
    return new BenchOptions(
        Integer.parseInt(given.getOrDefault("--rounds", "5")),
        List.of(given.getOrDefault("--workloads", defaultWorkloads).split(",")),
        List.of(given.getOrDefault("--candidates", defaultCandidates).split(",")),
        Duration.ofSeconds(Long.parseLong(given.getOrDefault("--seconds", "10"))),
        Duration.ofSeconds(Long.parseLong(given.getOrDefault("--warm-up", "10"))),
        Path.of(given.getOrDefault("--gatehouse", "./gatehouse")),
        Path.of(given.getOrDefault("--before", "./gatehouse")),
        Path.of(given.getOrDefault("--json", "")),
        Long.parseLong(given.getOrDefault("--seed", "" + System.nanoTime() % 1_000_000)));
  }
}
