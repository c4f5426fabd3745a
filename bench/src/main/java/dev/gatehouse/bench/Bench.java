package dev.gatehouse.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The measurement of Gatehouse against a raw relay (the limit) and a virtual-thread relay (the
/// price of the runtime), in one run on one machine.
///
/// Processor time per event is the figure that matters; it and all others are printed as ratios to
/// the anchors of the same round. Nothing is judged by absolute time, but a lost, doubled or
/// reordered delta makes a measurement invalid and the program fail.
public final class Bench {
  private static final int INVALID = 1;
  private static final int USAGE = 2;

  private final BenchOptions options;
  private final PrintStream log;

  private Bench(BenchOptions options, PrintStream log) {
    this.options = options;
    this.log = log;
  }

  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.println(BenchOptions.USAGE);
      return;
    }
    try {
      System.exit(new Bench(BenchOptions.parse(arguments), System.err).run(System.out));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
    }
  }

  private int run(PrintStream out) throws IOException {
    var workloads = Workload.named(options.workloads(), options.length());
    var candidates =
        options.candidates().stream()
            .map(name -> Candidate.of(name, options.launcher(), options.before()))
            .toList();
    noteCaps(workloads);
    var machine = machine();
    machine.forEach((name, value) -> out.println(name + ": " + value));
    var folder = Files.createTempDirectory("gatehouse-bench");
    try (var comparison = Comparison.open(folder, log)) {
      for (var candidate : candidates) {
        comparison.enter(candidate, folder, options.warmUp());
      }
      compare(comparison, workloads);
      machine.put("load average at the end", loadAverage());
      report(comparison.results(), machine, out);
      return comparison.results().invalid().isEmpty() ? 0 : INVALID;
    } finally {
      delete(folder);
    }
  }

  private void compare(Comparison comparison, List<Workload> workloads) throws IOException {
    var random = new Random(options.seed());
    for (int round = 1; round <= options.rounds(); round++) {
      comparison.round(round, workloads, random);
    }
  }

  private void report(BenchResults results, Map<String, String> machine, PrintStream out)
      throws IOException {
    out.println("load average at the end: " + loadAverage());
    out.println();
    out.print(BenchTable.of(results));
    if (!options.json().toString().isEmpty()) {
      Files.writeString(options.json(), BenchJson.of(machine, results));
    }
  }

  private void noteCaps(List<Workload> workloads) throws IOException {
    var limit = OpenFileLimit.current();
    for (var workload : workloads) {
      if (workload instanceof IdleWorkload idle) {
        var note = limit.note(idle.steps());
        log.print(note.isEmpty() ? "" : note + System.lineSeparator());
      }
    }
  }

  private Map<String, String> machine() throws IOException {
    var facts = new TreeMap<String, String>();
    facts.put("date", OffsetDateTime.now(ZoneOffset.UTC).withNano(0).toString());
    facts.put("java", Runtime.version().toString());
    facts.put("kernel", System.getProperty("os.version"));
    facts.put("load average", loadAverage());
    facts.put("processors", "" + Runtime.getRuntime().availableProcessors());
    facts.put("rounds", "" + options.rounds());
    facts.put("seconds", "" + options.length().toSeconds());
    facts.put("seed", "" + options.seed());
    return facts;
  }

  private static String loadAverage() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).strip();
  }

  /// Deletes the candidates' data; they are all stopped.
  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
