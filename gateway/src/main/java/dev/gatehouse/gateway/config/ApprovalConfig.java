package dev.gatehouse.gateway.config;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One rule of approval: which calls a human must allow, and on which terms.
public record ApprovalConfig(
    @Required @Doc("The tools it covers: a name or a glob.") String tool,
    @Doc("Which of their calls, as a condition over args, channel, role, user, agent and tainted.")
        Optional<String> when,
    @Doc("What people and the log call it.") Optional<String> name,
    @Doc("How long a human has to answer.") Duration expires,
    @Doc("What happens when nobody answers.") Terms.OnExpiry onExpiry,
    @Doc("The roles that may answer: user, operator, admin; the session's own user when empty.")
        List<String> approvers,
    @Doc("Whether somebody other than the user the run acts for must answer.") boolean fourEyes,
    @Doc("When those who may answer are reminded.") Optional<Duration> remindAfter,
    @Doc("Who may answer as well when nobody has.") Optional<EscalationConfig> escalate,
    @Doc("Whether an answer may also count for later calls.") boolean allowPersistent) {

  /// Every call, ten minutes, then no; the session's own user may answer, also for later calls.
  public static final ApprovalConfig STANDARD = of("*");

  /// Copies the roles and refuses terms nobody could meet.
  public ApprovalConfig {
    approvers = List.copyOf(approvers);
    Require.notBlank("tool", tool);
    Require.positive("expires", expires);
  }

  /// A rule over some tools with the standard terms.
  public static ApprovalConfig of(String tool) {
    return new ApprovalConfig(
        tool,
        Optional.empty(),
        Optional.empty(),
        Terms.STANDARD.expires(),
        Terms.OnExpiry.DENY,
        List.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /// {@return the terms it asks on}
  public Terms terms() {
    return new Terms(
        expires,
        onExpiry,
        approvers,
        fourEyes ? Terms.Eyes.FOUR : Terms.Eyes.TWO,
        remindAfter,
        escalate.map(more -> new Terms.Escalation(more.after(), more.role())),
        allowPersistent ? Terms.Standing.ALLOWED : Terms.Standing.REFUSED);
  }

  /// Who may answer as well when nobody has for a while.
  public record EscalationConfig(
      @Required @Doc("How long after the question.") Duration after,
      @Required @Doc("The role.") String role) {

    /// After five minutes, an administrator.
    public static final EscalationConfig STANDARD =
        new EscalationConfig(Duration.ofMinutes(5), "admin");
  }
}
