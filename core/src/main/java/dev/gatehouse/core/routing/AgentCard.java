package dev.gatehouse.core.routing;

import dev.gatehouse.core.expr.Expression;
import java.util.List;
import java.util.Optional;

/// What an agent says of itself to those who look for one.
///
/// @param name the agent
/// @param description what it is good for, in words
/// @param traits what it is chosen by
public record AgentCard(String name, String description, Traits traits) {

  /// {@return its part in a team, empty for none}
  public String role() {
    return traits.role;
  }

  /// {@return what it can do}
  public List<String> capabilities() {
    return traits.capabilities;
  }

  /// What an agent is chosen by.
  ///
  /// @param role its part in a team, empty for none
  /// @param capabilities what it can do
  /// @param maxConcurrent how many tasks it should have at a time; any number when absent
  /// @param costClass what it costs, compared with others
  /// @param rules which tasks it is for
  public record Traits(
      String role,
      List<String> capabilities,
      Optional<Integer> maxConcurrent,
      CostClass costClass,
      List<Rule> rules) {

    /// No part, no capability, no bound, ordinary cost, any task.
    public static final Traits NONE =
        new Traits("", List.of(), Optional.empty(), CostClass.STANDARD, List.of());

    /// Copies the lists and refuses an agent that could never be given anything.
    public Traits {
      capabilities = List.copyOf(capabilities);
      rules = List.copyOf(rules);
      if (maxConcurrent.filter(most -> most < 1).isPresent()) {
        throw new IllegalArgumentException(
            "max-concurrent must be at least 1, not " + maxConcurrent.get());
      }
    }

    /// {@return these with the capabilities alone replaced}
    public Traits withCapabilities(List<String> names) {
      return new Traits(role, names, maxConcurrent, costClass, rules);
    }

    /// {@return these with a bound on tasks at a time}
    public Traits withMaxConcurrent(int most) {
      return new Traits(role, capabilities, Optional.of(most), costClass, rules);
    }

    /// {@return these with another class of cost}
    public Traits withCostClass(CostClass other) {
      return new Traits(role, capabilities, maxConcurrent, other, rules);
    }

    /// {@return these with other rules}
    public Traits withRules(List<Rule> others) {
      return new Traits(role, capabilities, maxConcurrent, costClass, others);
    }
  }

  /// What an agent costs, compared with others.
  public enum CostClass {
    LOW,
    STANDARD,
    HIGH
  }

  /// A condition over the context of a task, and what it means for this agent.
  public record Rule(Expression when, Bearing bearing) {}

  /// What it means for an agent that a rule holds.
  public enum Bearing {
    /// It takes only tasks of which this holds.
    ONLY,
    /// It is the better choice then.
    PREFER,
    /// Others are the better choice then.
    AVOID
  }
}
