package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunInput.Treatment;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.Spawned;
import dev.gatehouse.runtime.team.NodePlan;
import dev.gatehouse.runtime.team.Office;
import java.util.List;
import java.util.Optional;

/// Begins what the nodes of workflows are there for: runs of agents and of other workflows, calls
/// of tools, questions to humans.
///
/// The id of a run follows from the beginning of its node, so one that is begun again after a crash
/// is found again.
public final class NodePerformer {

  private static final int MAX_TASK = 200;

  private final Office office;
  private final Toolbox tools;
  private final Ids ids;
  private final NodePlan plan;
  private final AgentLoad load;
  private final AgentRoutes routes;

  NodePerformer(Office office, Toolbox tools, Ids ids, AgentLoad load) {
    this.office = office;
    this.tools = tools;
    this.ids = ids;
    this.plan = new NodePlan(office.catalog());
    this.load = load;
    this.routes = new AgentRoutes(office, plan, load);
  }

  void perform(Job<Action.StartNode> job) {
    try {
      switch (job.action().errand()) {
        case Errand.Ask ask -> ask(job, ask);
        case Errand.Call call -> call(job, call);
        case Errand.Run run -> run(job, run);
        case Errand.Part part ->
            spawn(
                job,
                plan.workflow(
                    child(job),
                    job.spec(),
                    job.spec().agent(),
                    part.flow(),
                    Optional.empty(),
                    office.now()),
                "a part of the list");
        case Errand.Merge _ -> new Merging(office).perform(job);
        case Errand.Inquire _ ->
            tellOrClose(job, new RunInput.NodeAsk(job.action().ref(), ids.question()));
      }
    } catch (NodePlan.Unfit unfit) {
      broken(job, unfit.failure());
    }
  }

  static void tellOrClose(Job<Action.StartNode> job, RunInput input) {
    if (!job.tell(input)) {
      job.close();
    }
  }

  static void broken(Job<Action.StartNode> job, Failure failure) {
    tellOrClose(job, new RunInput.NodeBroken(job.action().ref(), failure));
  }

  private static String work(Job<Action.StartNode> job) {
    return job.action().path() + "#" + job.action().ref().attempt();
  }

  private static String child(Job<Action.StartNode> job) {
    return Ids.runOf(job.spec().id() + ":" + job.action().ref());
  }

  private void ask(Job<Action.StartNode> job, Errand.Ask ask) throws NodePlan.Unfit {
    Optional<Agent> agent =
        switch (ask.who()) {
          case Who.Named(String name) -> named(job, name);
          case Who.Capable(List<String> capabilities) -> routes.of(job, ask, capabilities);
        };
    if (agent.isEmpty()) {
      return;
    }
    FlowState flow = job.run().flow().orElseThrow();
    NodeState node = flow.node(job.action().path()).orElseThrow();
    RunSpec child =
        plan.agent(
            child(job),
            job.spec(),
            agent.get(),
            ask,
            new Hearsay(office).of(job.spec(), flow, node, ask.options().history()),
            office.now());
    spawn(job, child, ask.prompt());
  }

  private Optional<Agent> named(Job<Action.StartNode> job, String name) {
    Optional<Agent> agent = office.catalog().agent(name);
    if (agent.isEmpty()) {
      List<String> names = office.catalog().agents().stream().map(Agent::name).toList();
      broken(
          job,
          Failure.of(
              Failure.Code.NOT_FOUND,
              "there is no agent '"
                  + name
                  + "'"
                  + NearestName.of(name, names)
                      .map(it -> "; the nearest is '" + it + "'")
                      .orElse("")));
    }
    Optional<Integer> most = agent.flatMap(it -> it.card().traits().maxConcurrent());
    while (most.isPresent() && load.inFlight(name) >= most.get()) {
      if (!load.pause(job.cancel())) {
        job.close();
        return Optional.empty();
      }
    }
    return agent;
  }

  private void run(Job<Action.StartNode> job, Errand.Run run) throws NodePlan.Unfit {
    Optional<Office.Published> published =
        office.workflow(job.spec().owner().tenant(), run.workflow());
    if (published.isEmpty()) {
      broken(
          job, Failure.of(Failure.Code.NOT_FOUND, "there is no workflow '" + run.workflow() + "'"));
      return;
    }
    FlowSpec above = job.run().flow().orElseThrow().spec();
    FlowSpec flow =
        new FlowSpec(
            published.get().workflow(),
            published.get().version(),
            run.input(),
            above.context(),
            above.crew(),
            Optional.empty());
    spawn(
        job,
        plan.workflow(
            child(job),
            job.spec(),
            published.get().profile(),
            flow,
            run.options().maxBudget(),
            office.now()),
        "workflow " + run.workflow());
  }

  private void spawn(Job<Action.StartNode> job, RunSpec child, String task) {
    Spawned spawned =
        office.post(
            job.spec().session(),
            new Changes.Spawn(child, work(job), shortened(task), Attachment.NODE));
    switch (spawned) {
      case Spawned.Begun _ -> {}
      case Spawned.Stale _ -> job.close();
      case Spawned.Refused(String why) ->
          broken(job, Failure.of(Failure.Code.AGENT_ERROR, why).withSubCode("too_many_runs"));
    }
  }

  private static String shortened(String task) {
    return task.length() <= MAX_TASK ? task : task.substring(0, MAX_TASK) + "…";
  }

  private void call(Job<Action.StartNode> job, Errand.Call call) {
    Optional<Toolbox.Known> known = tools.find(call.tool(), job.spec().agent());
    if (known.isEmpty()) {
      broken(job, Failure.of(Failure.Code.UNKNOWN_TOOL, "there is no tool '" + call.tool() + "'"));
      return;
    }
    tellOrClose(
        job,
        new RunInput.NodeCall(
            job.action().ref(),
            call.tool(),
            call.args(),
            new Treatment(known.get().policy(), known.get().location())));
  }
}
