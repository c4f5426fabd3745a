package dev.gatehouse.core.approval;

import java.util.List;
import java.util.Set;

/// Who answers.
///
/// @param name what is recorded of them
/// @param user the user they are
/// @param roles the roles they have
public record Approver(String name, String user, Set<String> roles) {

  /// Copies the roles.
  public Approver {
    roles = Set.copyOf(roles);
  }

  /// {@return whether they may answer a question that these roles may answer, asked on behalf of a
  /// user}
  public boolean may(Terms.Eyes eyes, List<String> approvers, String actsFor) {
    boolean other = !user.equals(actsFor);
    boolean named = approvers.isEmpty() || approvers.stream().anyMatch(roles::contains);
    return named && (eyes == Terms.Eyes.TWO || other);
  }
}
