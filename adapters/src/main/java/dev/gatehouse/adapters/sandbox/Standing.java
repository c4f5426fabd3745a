package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;

/// How one sandbox stands on the ladder.
public record Standing(Sandbox sandbox, Verdict verdict) {

  /// What was decided about it.
  public sealed interface Verdict {

    /// {@return why, in a sentence}
    String reason();

    /// The probes held.
    record Proved(ProbeReport report) implements Verdict {
      @Override
      public String reason() {
        return report.summary();
      }
    }

    /// A probe got out, or nothing ran.
    record Refused(ProbeReport report) implements Verdict {
      @Override
      public String reason() {
        return report.escapes().isEmpty()
            ? "no language ran: " + report.summary()
            : "probes got out: " + ProbeReport.names(report.escapes());
      }
    }

    /// This machine has not what it needs.
    record Absent(String reason, String mend) implements Verdict {}

    /// The policy does not allow it.
    record Forbidden(String reason) implements Verdict {}

    /// A better one was found before.
    record NotNeeded() implements Verdict {
      @Override
      public String reason() {
        return "not tried, another one is used";
      }
    }
  }
}
