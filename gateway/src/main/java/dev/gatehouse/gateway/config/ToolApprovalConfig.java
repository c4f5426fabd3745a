package dev.gatehouse.gateway.config;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which calls of one tool a human must allow, whichever agent makes them, and on which terms.
public record ToolApprovalConfig(
    @Doc("Which of its calls, as a condition over args, channel, role, user, agent and tainted.")
        Optional<String> when,
    @Doc("What people and the log call it.") Optional<String> name,
    @Doc("How long a human has to answer.") Duration expires,
    @Doc("What happens when nobody answers.") Terms.OnExpiry onExpiry,
    @Doc("The roles that may answer: user, operator, admin; the session's own user when empty.")
        List<String> approvers,
    @Doc("Whether somebody other than the user the run acts for must answer.") boolean fourEyes,
    @Doc("When those who may answer are reminded.") Optional<Duration> remindAfter,
    @Doc("Who may answer as well when nobody has.")
        Optional<ApprovalConfig.EscalationConfig> escalate,
    @Doc("Whether an answer may also count for later calls.") boolean allowPersistent) {

  /// Every call, on the standard terms.
  public static final ToolApprovalConfig STANDARD =
      new ToolApprovalConfig(
          Optional.empty(),
          Optional.empty(),
          Terms.STANDARD.expires(),
          Terms.OnExpiry.DENY,
          List.of(),
          false,
          Optional.empty(),
          Optional.empty(),
          true);

  /// Copies the roles and refuses terms nobody could meet.
  public ToolApprovalConfig {
    approvers = List.copyOf(approvers);
    Require.positive("expires", expires);
  }

  /// {@return the rule for the tools that a glob means}
  public ApprovalConfig over(String tools) {
    return new ApprovalConfig(
        tools,
        when,
        name,
        expires,
        onExpiry,
        approvers,
        fourEyes,
        remindAfter,
        escalate,
        allowPersistent);
  }
}
