package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox.Language;
import java.util.List;
import java.util.stream.Collectors;

/// What the probes found out about one sandbox.
///
/// @param languages the ones that ran
public record ProbeReport(List<Language> languages, List<Probe> probes) {

  /// Copies the lists.
  public ProbeReport {
    languages = List.copyOf(languages);
    probes = List.copyOf(probes);
  }

  /// {@return the attempts that got out}
  public List<Probe> escapes() {
    return with(Probe.Result.ESCAPED);
  }

  /// {@return the attempts that could not be made}
  public List<Probe> notRun() {
    return with(Probe.Result.NOT_RUN);
  }

  /// {@return whether something ran, and nothing got out}
  public boolean proved() {
    return !languages.isEmpty() && escapes().isEmpty();
  }

  /// {@return the report in one line}
  public String summary() {
    List<Probe> held = with(Probe.Result.HELD);
    String line = held.size() + " probes held, " + escapes().size() + " escaped";
    return notRun().isEmpty() ? line : line + ", not run here: " + names(notRun());
  }

  static String names(List<Probe> probes) {
    return probes.stream().map(Probe::name).distinct().collect(Collectors.joining(", "));
  }

  private List<Probe> with(Probe.Result result) {
    return probes.stream().filter(probe -> probe.result() == result).toList();
  }
}
