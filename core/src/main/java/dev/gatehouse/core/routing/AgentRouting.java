package dev.gatehouse.core.routing;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard.Traits;
import dev.gatehouse.core.routing.Score.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses the agent for a task.
///
/// An agent that lacks a required capability, whose `only` rule does not hold, or that was tried
/// already, cannot be chosen. Of the others the highest score is, a product of four factors:
///
/// | factor | value |
/// |---|---|
/// | fit | from 0.5 for a generalist to 1 for one that can do what is asked and nothing else |
/// | freedom | the share of its `max-concurrent` that is free; without one, 4 / (4 + tasks in flight) |
/// | thrift | 1 for cost class `low`, 0.75 for `standard`, 0.5 for `high` |
/// | bearing | 2 for each rule that prefers it, 0.25 for each that avoids it, 100 when it is wished for |
///
/// Equal scores are decided by the draw. When every able agent has as much to do as it should,
/// nobody is chosen, and [Choice#isBusy] says so: the task waits. Failing over is asking again with
/// the one that failed among the tried.
public final class AgentRouting {

  private static final double GENERALIST = 0.5;
  private static final double UNBOUNDED = 4;
  private static final double PREFERRED = 2;
  private static final double AVOIDED = 0.25;
  private static final double WISHED = 100;

  private AgentRouting() {}

  /// A task that somebody shall do.
  ///
  /// @param capabilities what whoever does it must be able to do
  /// @param context what the rules of agents look at
  /// @param tried those that have tried it and failed
  /// @param wish the agent that a router model or an author would have do it
  public record Task(
      List<String> capabilities, Json.Obj context, List<String> tried, Optional<String> wish) {

    /// Copies the lists.
    public Task {
      capabilities = List.copyOf(capabilities);
      tried = List.copyOf(tried);
    }

    /// A task nobody has tried.
    public static Task of(List<String> capabilities, Json.Obj context) {
      return new Task(capabilities, context, List.of(), Optional.empty());
    }

    /// {@return this task after these have failed at it}
    public Task tried(List<String> agents) {
      return new Task(capabilities, context, agents, wish);
    }

    /// {@return this task, which this agent should have if it can}
    public Task wishing(String agent) {
      return new Task(capabilities, context, tried, Optional.of(agent));
    }
  }

  /// How much agents have to do.
  public interface Load {

    /// Nobody has anything to do.
    Load NONE = _ -> 0;

    /// {@return how many tasks an agent has in flight}
    int inFlight(String agent);
  }

  /// What was chosen, and why.
  ///
  /// @param chosen the agent; nobody when none is able and free
  /// @param candidates all that were looked at, the best first
  public record Choice(Optional<String> chosen, List<Score> candidates) {

    /// Copies the candidates.
    public Choice {
      candidates = List.copyOf(candidates);
    }

    /// {@return whether an agent would be able that is not free}
    public boolean isBusy() {
      return chosen.isEmpty()
          && candidates.stream().anyMatch(each -> each.standing() == Standing.BUSY);
    }
  }

  /// {@return the agent for a task, and all that were looked at}
  ///
  /// @param draw a number in [0, 1), which decides between equals
  public static Choice choose(Task task, List<AgentCard> agents, Load load, double draw) {
    List<Score> scores = new ArrayList<>();
    for (AgentCard agent : agents) {
      scores.add(score(task, agent, load.inFlight(agent.name())));
    }
    List<Score> best =
        scores.stream()
            .filter(each -> each.standing() == Standing.FIT)
            .filter(each -> each.score() == highest(scores))
            .toList();
    scores.sort(
        Comparator.comparing(Score::standing)
            .thenComparing(Comparator.comparingDouble(Score::score).reversed())
            .thenComparing(Score::name));
    return best.isEmpty()
        ? new Choice(Optional.empty(), scores)
        : new Choice(Optional.of(best.get((int) (draw * best.size())).name()), scores);
  }

  private static double highest(List<Score> scores) {
    return scores.stream()
        .filter(each -> each.standing() == Standing.FIT)
        .mapToDouble(Score::score)
        .max()
        .orElse(0);
  }

  private static Score score(Task task, AgentCard agent, int inFlight) {
    List<String> obstacles = obstacles(task, agent);
    if (!obstacles.isEmpty()) {
      return new Score(agent.name(), 0, Standing.UNFIT, obstacles);
    }
    List<String> reasons = new ArrayList<>();
    double score =
        fit(task, agent.traits(), reasons)
            * freedom(agent.traits(), inFlight, reasons)
            * thrift(agent.traits(), reasons)
            * bearing(task, agent, reasons);
    boolean full = agent.traits().maxConcurrent().filter(most -> inFlight >= most).isPresent();
    return new Score(agent.name(), score, full ? Standing.BUSY : Standing.FIT, reasons);
  }

  private static List<String> obstacles(Task task, AgentCard agent) {
    List<String> found = new ArrayList<>();
    if (task.tried().contains(agent.name())) {
      found.add("has tried it and failed");
    }
    for (String needed : task.capabilities()) {
      if (!agent.capabilities().contains(needed)) {
        found.add("lacks \"" + needed + "\"");
      }
    }
    for (AgentCard.Rule rule : agent.traits().rules()) {
      if (rule.bearing() == AgentCard.Bearing.ONLY && !rule.when().test(task.context())) {
        found.add("takes only what is " + rule.when());
      }
    }
    return found;
  }

  private static double fit(Task task, Traits traits, List<String> reasons) {
    if (task.capabilities().isEmpty()) {
      return 1;
    }
    reasons.add("can do " + String.join(", ", task.capabilities()));
    double asked = task.capabilities().stream().distinct().count();
    double able = traits.capabilities().stream().distinct().count();
    return GENERALIST + (1 - GENERALIST) * asked / able;
  }

  private static double freedom(Traits traits, int inFlight, List<String> reasons) {
    reasons.add(
        inFlight + traits.maxConcurrent().map(most -> " of " + most).orElse("") + " in flight");
    return traits
        .maxConcurrent()
        .map(most -> Math.max(0, 1 - (double) inFlight / most))
        .orElse(UNBOUNDED / (UNBOUNDED + inFlight));
  }

  private static double thrift(Traits traits, List<String> reasons) {
    return switch (traits.costClass()) {
      case LOW -> {
        reasons.add("costs little");
        yield 1;
      }
      case STANDARD -> 0.75;
      case HIGH -> {
        reasons.add("costs much");
        yield 0.5;
      }
    };
  }

  private static double bearing(Task task, AgentCard agent, List<String> reasons) {
    double factor = 1;
    for (AgentCard.Rule rule : agent.traits().rules()) {
      if (rule.bearing() != AgentCard.Bearing.ONLY && rule.when().test(task.context())) {
        boolean prefers = rule.bearing() == AgentCard.Bearing.PREFER;
        factor *= prefers ? PREFERRED : AVOIDED;
        reasons.add((prefers ? "is preferred for " : "is avoided for ") + rule.when());
      }
    }
    if (task.wish().filter(agent.name()::equals).isPresent()) {
      factor *= WISHED;
      reasons.add("is wished for");
    }
    return factor;
  }
}
