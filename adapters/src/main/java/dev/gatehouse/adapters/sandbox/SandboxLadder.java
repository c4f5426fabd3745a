package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Presence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The sandboxes of this machine, and the one that is used.
///
/// The choice is made once, by floor and proof, and never changes to another sandbox afterwards:
/// one that stops holding or working is not used any more, and programs are refused.
public final class SandboxLadder implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SandboxLadder.class.getName());

  private final List<Sandbox> sandboxes;
  private final ProbeSuite probes;
  private volatile List<Standing> standings;

  /// The sandbox that is used.
  ///
  /// @param languages the ones that were proved
  public record Choice(Sandbox sandbox, List<Language> languages) {

    /// Copies the languages.
    public Choice {
      languages = List.copyOf(languages);
    }
  }

  private SandboxLadder(List<Sandbox> sandboxes, ProbeSuite probes, List<Standing> standings) {
    this.sandboxes = sandboxes;
    this.probes = probes;
    this.standings = standings;
  }

  /// Proves the candidates in the order of the policy until one holds.
  public static SandboxLadder climb(
      List<Sandbox> candidates, SandboxPolicy policy, ProbeSuite probes) {
    List<Standing> standings = new ArrayList<>();
    boolean found = false;
    for (Sandbox sandbox : policy.sorted(candidates)) {
      Standing.Verdict verdict =
          found ? new Standing.Verdict.NotNeeded() : judge(sandbox, policy, probes);
      found |= verdict instanceof Standing.Verdict.Proved;
      standings.add(new Standing(sandbox, verdict));
    }
    SandboxLadder ladder =
        new SandboxLadder(List.copyOf(candidates), probes, List.copyOf(standings));
    ladder.announce();
    return ladder;
  }

  /// Judges every candidate, also those that another one makes needless: for doctors.
  public static List<Standing> inspect(
      List<Sandbox> candidates, SandboxPolicy policy, ProbeSuite probes) {
    return policy.sorted(candidates).stream()
        .map(sandbox -> new Standing(sandbox, judge(sandbox, policy, probes)))
        .toList();
  }

  private static Standing.Verdict judge(Sandbox sandbox, SandboxPolicy policy, ProbeSuite probes) {
    Optional<String> objection = policy.objection(sandbox);
    if (objection.isPresent()) {
      return new Standing.Verdict.Forbidden(objection.get());
    }
    return switch (sandbox.presence()) {
      case Presence.Missing(String reason, String mend) ->
          new Standing.Verdict.Absent(reason, mend);
      case Presence.Present present -> {
        ProbeReport report = probes.run(sandbox, present.languages());
        yield report.proved()
            ? new Standing.Verdict.Proved(report)
            : new Standing.Verdict.Refused(report);
      }
    };
  }

  private void announce() {
    choice()
        .ifPresentOrElse(
            found ->
                LOG.log(
                    found.sandbox().level() == Sandbox.Level.NONE ? Level.WARNING : Level.DEBUG,
                    "programs run in sandbox {0}, level {1}, languages {2}",
                    found.sandbox().name(),
                    found.sandbox().level(),
                    found.languages()),
            () -> LOG.log(Level.WARNING, "no sandbox: {0}", why()));
  }

  /// {@return the sandbox to use, when there is one}
  public Optional<Choice> choice() {
    return standings.stream()
        .filter(standing -> standing.verdict() instanceof Standing.Verdict.Proved)
        .findFirst()
        .map(standing ->
            new Choice(
                standing.sandbox(),
                ((Standing.Verdict.Proved) standing.verdict()).report().languages()));
  }

  /// {@return how each one stands, in order of preference}
  public List<Standing> standings() {
    return standings;
  }

  /// {@return why there is none, in a sentence}
  public String why() {
    return standings.stream()
        .map(standing -> standing.sandbox().name() + ": " + standing.verdict().reason())
        .collect(Collectors.joining("; "));
  }

  /// Proves the sandbox in use once more. When it does not hold any more, none is used.
  public void proveAgain() {
    standings =
        standings.stream()
            .map(standing ->
                standing.verdict() instanceof Standing.Verdict.Proved(ProbeReport before)
                    ? proveAgain(standing.sandbox(), before)
                    : standing)
            .toList();
  }

  private Standing proveAgain(Sandbox sandbox, ProbeReport before) {
    ProbeReport now = probes.run(sandbox, before.languages());
    if (now.proved() && now.languages().containsAll(before.languages())) {
      return new Standing(sandbox, new Standing.Verdict.Proved(now));
    }
    LOG.log(Level.ERROR, "sandbox {0} is not used any more: {1}", sandbox.name(), now.summary());
    return new Standing(sandbox, new Standing.Verdict.Refused(now));
  }

  @Override
  public void close() {
    sandboxes.forEach(Sandbox::close);
  }
}
