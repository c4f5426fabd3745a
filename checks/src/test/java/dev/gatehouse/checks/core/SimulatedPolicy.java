package dev.gatehouse.checks.core;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Clearance;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A policy of moods: it allows, rewrites, asks and denies as the lots fall, and changes its mind
/// between a judgement and the call. Once calmed it has nothing against anything.
final class SimulatedPolicy {

  private final Draw draw;
  private double wildness = 1;
  private int version;
  private int tickets;

  SimulatedPolicy(Draw draw) {
    this.draw = draw;
  }

  void calm() {
    wildness = 0;
  }

  private boolean surprise(double probability) {
    return draw.chance(probability * wildness);
  }

  RunInput judged(Action.JudgeTool action, Instant now) {
    if (surprise(0.05)) {
      version++;
    }
    Json input = surprise(0.15) ? Json.obj("path", Json.of(draw.words())) : action.input();
    CallDigests digests = new CallDigests(CallDigests.ofInput(input), "schema", version());
    Optional<Failure> refusal =
        surprise(0.12)
            ? Optional.of(Failure.of(Failure.Code.INTERCEPTOR_DENIED, "not that one"))
            : Optional.empty();
    Optional<Ticket> ticket =
        surprise(0.4) ? Optional.of(ticket(action, input, digests, now)) : Optional.empty();
    Optional<String> grant = surprise(0.1) ? Optional.of("grant_1") : Optional.empty();
    List<Finding> findings =
        draw.chance(0.2)
            ? List.of(new Finding("mood", Finding.Action.WARN, draw.words()))
            : List.of();
    return new RunInput.ToolJudged(
        action.ref(), findings, input, digests, refusal, ticket, ticket.flatMap(_ -> grant));
  }

  private String version() {
    return Integer.toString(version);
  }

  private Ticket ticket(Action.JudgeTool action, Json input, CallDigests digests, Instant now) {
    Terms terms = terms();
    return new Ticket(
        "appr_" + ++tickets,
        action.callId(),
        action.tool(),
        input,
        digests,
        "nonce",
        new Ticket.Cause("mood", "write", draw.words(), Optional.empty()),
        terms,
        now,
        now.plus(terms.expires()),
        false);
  }

  private Terms terms() {
    return new Terms(
        Duration.ofSeconds(draw.between(1, 60)),
        draw.chance(0.05) ? Terms.OnExpiry.CANCEL_RUN : Terms.OnExpiry.DENY,
        draw.chance(0.3) ? List.of("operator") : List.of(),
        draw.chance(0.2) ? Terms.Eyes.FOUR : Terms.Eyes.TWO,
        draw.chance(0.3) ? Optional.of(Duration.ofSeconds(draw.between(1, 9))) : Optional.empty(),
        draw.chance(0.3)
            ? Optional.of(new Terms.Escalation(Duration.ofSeconds(draw.between(1, 9)), "admin"))
            : Optional.empty(),
        draw.chance(0.5) ? Terms.Standing.ALLOWED : Terms.Standing.REFUSED);
  }

  /// {@return whether a clearance opens nothing any more}
  boolean isVoid(Clearance clearance, Instant now) {
    boolean late = clearance.expires().filter(end -> !now.isBefore(end)).isPresent();
    boolean changed = !clearance.digests().policy().equals(version());
    return late || changed || surprise(0.06);
  }
}
