package dev.gatehouse.runtime.team;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Plans the runs that work for the nodes of a workflow: they act for the same user, in the same
/// tree and session, and within what their step allows.
public final class NodePlan {

  /// How deep workflows may nest.
  public static final int MAX_DEPTH = 8;

  private static final int MAX_NAME = 64;

  private final Catalog catalog;

  /// Plans with what a catalog serves.
  public NodePlan(Catalog catalog) {
    this.catalog = catalog;
  }

  /// {@return the run of an agent}
  ///
  /// @param history what it hears before its prompt
  /// @throws Unfit when the step wants what the agent may not have
  public RunSpec agent(
      String id, RunSpec above, Agent agent, Errand.Ask ask, List<Message> history, Instant now)
      throws Unfit {
    AgentProfile profile = SandboxFloor.under(above, profile(above, agent, ask.options()), catalog);
    List<Message> input = new ArrayList<>(history);
    input.add(Message.user(prompt(ask)));
    RunSpec.Request request = RunSpec.Request.of(input, now).withOutputSchema(ask.schema());
    return new RunSpec(
            origin(id, above, RunSpec.Kind.SUBAGENT),
            above.owner(),
            profile,
            limits(agent.limits(), ask.options().maxBudget()),
            request)
        .withTrace(above.request().trace());
  }

  /// {@return the run of a workflow}
  ///
  /// @throws Unfit when workflows nest too deep
  public RunSpec workflow(
      String id,
      RunSpec above,
      AgentProfile profile,
      FlowSpec flow,
      Optional<Cost> budget,
      Instant now)
      throws Unfit {
    if (above.origin().depth() + 1 > MAX_DEPTH) {
      throw new Unfit(
          Failure.of(
              Failure.Code.AGENT_ERROR,
              "workflows may nest "
                  + MAX_DEPTH
                  + " deep; '"
                  + flow.workflow().id()
                  + "' would be deeper"));
    }
    RunSpec.Request request =
        RunSpec.Request.of(List.of(Message.user(shortened(flow.input().toString()))), now);
    return new RunSpec(
        origin(id, above, RunSpec.Kind.WORKFLOW),
        above.owner(),
        SandboxFloor.under(above, profile, catalog),
        limits(above.limits(), budget),
        request,
        Optional.of(flow));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
  }

  private static RunSpec.Origin origin(String id, RunSpec above, RunSpec.Kind kind) {
    return new RunSpec.Origin(
        id,
        above.root(),
        above.session(),
        Optional.of(above.id()),
        kind,
        above.origin().depth() + 1);
  }

  private static RunLimits limits(RunLimits own, Optional<Cost> budget) {
    RunLimits limits = new RunLimits(own.maxTurns(), own.maxCost(), own.maxTokens(), own.timeout());
    return budget
        .filter(cap -> own.maxCost().filter(cost -> cost.value() <= cap.value()).isEmpty())
        .map(limits::withMaxCost)
        .orElse(limits);
  }

  private AgentProfile profile(RunSpec above, Agent agent, Step.Options options) throws Unfit {
    AgentProfile profile = agent.profile();
    if (options.model().isPresent()) {
      profile = profile.withModel(model(above, agent, options.model().get()));
    }
    if (options.allowedTools().isPresent()) {
      List<String> globs = options.allowedTools().get();
      profile =
          profile.withTools(
              catalog.offered(profile.tools()).stream()
                  .map(tool -> tool.spec().name())
                  .filter(name -> globs.stream().anyMatch(glob -> Glob.matches(glob, name)))
                  .toList());
      List<String> tools = new ArrayList<>(profile.tools());
      agent.profile().tools().stream()
          .filter(name -> globs.contains(name) && !tools.contains(name))
          .forEach(tools::add);
      globs.stream()
          .filter(FlowTools::isOwn)
          .filter(name -> !tools.contains(name))
          .forEach(tools::add);
      profile = profile.withTools(tools);
    }
    return profile.withTools(FlowTools.signals(profile.tools(), options.signals()));
  }

  private String model(RunSpec above, Agent agent, String model) throws Unfit {
    boolean free =
        agent.models().isEmpty()
            || agent.models().stream().anyMatch(glob -> Glob.matches(glob, model));
    if (!free) {
      throw new Unfit(
          Failure.of(
              Failure.Code.BAD_REQUEST,
              "agent '" + agent.name() + "' may not use model '" + model + "'"));
    }
    if (catalog.resolve(model, above.session()) instanceof Resolution.Missing(Failure why)) {
      throw new Unfit(why);
    }
    return model;
  }

  /// What its step lets an agent say about the workflow stands at the end of its prompt.
  private static String prompt(Errand.Ask ask) {
    Step.Signals signals = ask.options().signals();
    if (signals.isEmpty()) {
      return ask.prompt();
    }
    String branch =
        signals.branch().isEmpty()
            ? ""
            : "\nYou may choose what is done next with `"
                + FlowTools.CHOOSE_BRANCH
                + "`; its `target` is one of: "
                + signals.branch().stream().map(Step::id).collect(Collectors.joining(", "))
                + ".";
    String end =
        signals.terminate() == Step.Terminate.NO
            ? ""
            : "\nYou may end the whole workflow with `" + FlowTools.FINISH_WORKFLOW + "`.";
    return ask.prompt() + "\n" + branch + end;
  }

  /// A step wants what cannot be had.
  public static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    Unfit(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    /// {@return what to tell the node}
    public Failure failure() {
      return failure;
    }
  }
}
