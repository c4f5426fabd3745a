package dev.gatehouse.bench;

import dev.gatehouse.bench.Metric.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Everything measured in one comparison, round by round.
final class BenchResults {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Invalid> invalid = new ArrayList<>();

  /// One value, where it came from.
  record Entry(int round, String workload, String candidate, Measure measure) {
    boolean isOf(Subject subject) {
      return workload.equals(subject.workload)
          && candidate.equals(subject.candidate)
          && measure.metric() == subject.metric;
    }
  }

  /// A measurement that did not count, and why.
  record Invalid(int round, String workload, String candidate, String reason) {}

  /// What one row of the table is about.
  record Subject(String workload, Metric metric, String candidate) {
    Subject with(String other) {
      return new Subject(workload, metric, other);
    }
  }

  /// The middle and the ends of some values.
  record Spread(double median, double min, double max) {
    static Spread of(List<Double> values) {
      var sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
  }

  void add(int round, String workload, String candidate, List<Measure> measures) {
    measures.forEach(measure -> entries.add(new Entry(round, workload, candidate, measure)));
  }

  void addInvalid(int round, String workload, String candidate, String reason) {
    invalid.add(new Invalid(round, workload, candidate, reason));
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  List<Invalid> invalid() {
    return List.copyOf(invalid);
  }

  /// Every row there is something to say about: by workload, metric, then candidate.
  List<Subject> subjects() {
    var workloads = entries.stream().map(Entry::workload).distinct().toList();
    return entries.stream()
        .map(entry -> new Subject(entry.workload, entry.measure.metric(), entry.candidate))
        .distinct()
        .sorted((a, b) -> {
          int order = workloads.indexOf(a.workload) - workloads.indexOf(b.workload);
          order = order != 0 ? order : a.metric.compareTo(b.metric);
          order = order != 0 ? order : place(a.candidate) - place(b.candidate);
          return order != 0 ? order : a.candidate.compareTo(b.candidate);
        })
        .toList();
  }

  /// Anchors stand first.
  private static int place(String candidate) {
    int place = List.of(Candidate.RAW_RELAY, Candidate.VIRTUAL_THREAD_RELAY).indexOf(candidate);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  Spread spread(Subject subject) {
    return Spread.of(
        entries.stream().filter(e -> e.isOf(subject)).map(e -> e.measure.value()).toList());
  }

  /// Round by round the value over that of an anchor; empty when the two share no round, or the
  /// anchor's value was too small to measure.
  List<Double> ratios(Subject subject, String anchor) {
    var ratios = new ArrayList<Double>();
    for (var entry : entries) {
      if (entry.isOf(subject)) {
        anchorValue(entry.round, subject.with(anchor))
            .ifPresent(value -> ratios.add(entry.measure.value() / value));
      }
    }
    return ratios;
  }

  private OptionalDouble anchorValue(int round, Subject anchor) {
    return entries.stream()
        .filter(entry -> entry.round == round && entry.isOf(anchor))
        .mapToDouble(entry -> entry.measure.value())
        .filter(value -> value > 0)
        .findFirst();
  }
}
