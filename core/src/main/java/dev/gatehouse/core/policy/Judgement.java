package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// What all interceptors together say of a call.
///
/// @param outcome the strictest of their verdicts
/// @param findings what each had to say, in their order; none for those that allowed it
/// @param input the arguments to call with
/// @param rewritten whether they are others than the model wrote
public record Judgement(Outcome outcome, List<Finding> findings, Json input, boolean rewritten) {

  /// Copies the findings.
  public Judgement {
    findings = List.copyOf(findings);
  }

  /// {@return why the call is denied or a human is asked, in the words of the interceptors that say
  /// so}
  public String reason() {
    var decisive = outcome == Outcome.DENY ? Finding.Action.DENY : Finding.Action.ASK;
    return String.join(
        "; ",
        findings.stream()
            .filter(finding -> finding.action() == decisive)
            .map(Finding::message)
            .toList());
  }

  /// What becomes of a call, the mildest first.
  public enum Outcome {
    ALLOW,
    ASK,
    DENY
  }
}
