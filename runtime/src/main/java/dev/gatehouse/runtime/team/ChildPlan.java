package dev.gatehouse.runtime.team;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Plans a run that another one starts: what it is made of, and how far it may go.
///
/// It is bound by the rules and interceptors of every agent above it besides its own, acts for the
/// same user, and pays from the same budget.
final class ChildPlan {

  /// How deep agents may start agents.
  static final int MAX_DEPTH = 3;

  /// What an agent without a name of its own may do at most, in turns.
  private static final int ANONYMOUS_TURNS = 15;

  private static final String ANONYMOUS =
      """
      You are a sub-agent. Another agent has given you one task. Do it with the tools you have, \
      and end with a complete answer: it is all that the other agent will see. You cannot ask it \
      anything.\
      """;

  private final Catalog catalog;

  ChildPlan(Catalog catalog) {
    this.catalog = catalog;
  }

  /// What the leader wants.
  record Wish(Optional<String> agent, Optional<String> model, List<Message> input) {}

  /// A plan cannot be made.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }

    ToolOutcome outcome(String code) {
      return new ToolOutcome.Failed(
          Failure.of(Failure.Code.TOOL_ERROR, String.valueOf(getMessage())).withSubCode(code));
    }
  }

  RunSpec of(String id, RunState parent, Wish wish, Instant now) throws Refused {
    RunSpec above = parent.spec();
    int depth = above.origin().depth() + 1;
    if (depth > MAX_DEPTH) {
      throw new Refused("agents may start agents " + MAX_DEPTH + " levels deep; do it yourself");
    }
    Agent agent = agent(above, wish);
    AgentProfile profile = wish.model().isPresent() ? asking(agent, wish, above) : agent.profile();
    return new RunSpec(
        new RunSpec.Origin(
            id,
            above.root(),
            above.session(),
            Optional.of(above.id()),
            RunSpec.Kind.SUBAGENT,
            depth),
        above.owner(),
        SandboxFloor.under(above, bound(profile, above.agent(), depth), catalog),
        agent.limits(),
        RunSpec.Request.of(wish.input(), now).withOutputSchema(agent.habits().outputSchema()));
  }

  private Agent agent(RunSpec above, Wish wish) throws Refused {
    Agent parent =
        catalog
            .agent(above.agent().name())
            .orElseGet(() -> new Agent(above.agent(), above.limits(), "", List.of()));
    if (wish.agent().isEmpty()) {
      RunLimits limits =
          new RunLimits(ANONYMOUS_TURNS, Optional.empty(), Optional.empty(), Optional.empty());
      return new Agent(above.agent().withPrompt(ANONYMOUS), limits, "", parent.models());
    }
    String name = wish.agent().get();
    boolean allowed =
        above.agent().bounds().subAgents().stream().anyMatch(glob -> Glob.matches(glob, name));
    Optional<Agent> found = allowed ? catalog.helper(name, parent) : Optional.empty();
    if (found.isEmpty()) {
      throw new Refused("there is no agent '" + name + "' to run" + nearest(name));
    }
    return found.get();
  }

  private String nearest(String name) {
    List<String> names =
        Stream.concat(
                catalog.agents().stream().map(Agent::name),
                catalog.skills().stream().map(Catalog.Skill::name))
            .toList();
    return NearestName.of(name, names).map(near -> "; the nearest is '" + near + "'").orElse("");
  }

  private AgentProfile asking(Agent agent, Wish wish, RunSpec above) throws Refused {
    String model = wish.model().orElseThrow();
    boolean free =
        agent.models().isEmpty()
            || agent.models().stream().anyMatch(glob -> Glob.matches(glob, model));
    if (!free) {
      throw new Refused("agent '" + agent.name() + "' may not use model '" + model + "'");
    }
    if (catalog.resolve(model, above.session()) instanceof Resolution.Missing(Failure why)) {
      throw new Refused(why.message());
    }
    return agent.profile().withModel(model);
  }

  private static AgentProfile bound(AgentProfile child, AgentProfile parent, int depth) {
    List<String> policies = new ArrayList<>(parent.bounds().policies());
    child.bounds().policies().stream().filter(it -> !policies.contains(it)).forEach(policies::add);
    Optional<List<String>> interceptors =
        parent.bounds().interceptors().isPresent() && child.bounds().interceptors().isPresent()
            ? Optional.of(
                Stream.concat(
                        parent.bounds().interceptors().get().stream(),
                        child.bounds().interceptors().get().stream())
                    .distinct()
                    .toList())
            : Optional.empty();
    List<String> tools =
        depth < MAX_DEPTH
            ? child.tools()
            : child.tools().stream().filter(tool -> !tool.equals(RunAgentTool.NAME)).toList();
    return child
        .withTools(tools)
        .with(
            new AgentProfile.Bounds(
                policies,
                List.of(),
                child.bounds().subAgents(),
                interceptors,
                child.bounds().floor()));
  }
}
