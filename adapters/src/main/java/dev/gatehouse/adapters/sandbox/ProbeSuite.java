package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Language;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Tries to break out of a sandbox, the way a hostile program would: a file outside that everybody
/// may read, a port that listens, an environment with secrets; and tries to use more than allowed.
///
/// A sandbox without proof is not used, however good its name. A sandbox that confines nothing is
/// only asked whether it runs programs at all.
public final class ProbeSuite {

  /// {@return what came of all attempts}
  ///
  /// @param languages the ones to try
  public ProbeReport run(Sandbox sandbox, List<Language> languages) {
    List<Probe> probes = new ArrayList<>();
    List<Language> ran = new ArrayList<>();
    try (ProbeBox box = ProbeBox.open(sandbox)) {
      for (Language language : languages) {
        if (sandbox.level() == Sandbox.Level.NONE
            ? box.says(language)
            : escapes(box, language, probes)) {
          ran.add(language);
        }
      }
      if (!ran.isEmpty() && sandbox.level() != Sandbox.Level.NONE) {
        new CapProbes(box, ran.getFirst()).run(probes);
        // How much memory an interpreter may take is told to each in its own way.
        for (Language other : ran.subList(1, ran.size())) {
          probes.add(new CapProbes(box, other).memory());
        }
      }
    } catch (IOException broken) {
      probes.add(
          new Probe("probes", Probe.Result.NOT_RUN, "cannot be run: " + broken.getMessage()));
      ran.clear();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      ran.clear();
    }
    return new ProbeReport(ran, probes);
  }

  /// A language that does not print a word does not count as one; what its probes say does.
  private static boolean escapes(ProbeBox box, Language language, List<Probe> into)
      throws IOException, InterruptedException {
    if (!box.says(language)) {
      into.add(new Probe("run-" + language, Probe.Result.NOT_RUN, box.lastWords()));
      return false;
    }
    List<Probe> found = box.escapes(language);
    into.addAll(found);
    return found.stream().anyMatch(probe -> probe.name().equals("end"));
  }
}
