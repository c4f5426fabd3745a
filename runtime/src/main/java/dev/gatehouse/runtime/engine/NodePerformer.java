package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.interpreter.Purses;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.routing.AgentRouting;
import dev.gatehouse.core.routing.AgentRouting.Choice;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunInput.Treatment;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.Spawned;
import dev.gatehouse.runtime.team.NodePlan;
import dev.gatehouse.runtime.team.Office;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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

  NodePerformer(Office office, Toolbox tools, Ids ids, AgentLoad load) {
    this.office = office;
    this.tools = tools;
    this.ids = ids;
    this.plan = new NodePlan(office.catalog());
    this.load = load;
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
          case Who.Capable(List<String> capabilities) -> routed(job, capabilities);
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

  /// Who was chosen before a crash is chosen still.
  private Optional<Agent> routed(Job<Action.StartNode> job, List<String> capabilities) {
    FlowState flow = job.run().flow().orElseThrow();
    NodeState node = flow.node(job.action().path()).orElseThrow();
    Optional<Agent> chosen = flow.chosen(node).flatMap(office.catalog()::agent);
    return chosen.isPresent() ? chosen : choose(job, flow, node, capabilities);
  }

  private Optional<Agent> choose(
      Job<Action.StartNode> job, FlowState flow, NodeState node, List<String> capabilities) {
    List<AgentCard> cards = office.catalog().agents().stream().map(Agent::card).toList();
    AgentRouting.Task task =
        AgentRouting.Task.of(capabilities, context(job.spec(), flow)).tried(flow.tried(node));
    Choice choice =
        AgentRouting.choose(task, cards, load, ThreadLocalRandom.current().nextDouble());
    while (choice.isBusy() && load.pause(job.cancel())) {
      choice = AgentRouting.choose(task, cards, load, ThreadLocalRandom.current().nextDouble());
    }
    if (choice.chosen().isEmpty()) {
      if (choice.isBusy()) {
        job.close();
      } else {
        broken(job, nobody(capabilities, choice));
      }
      return Optional.empty();
    }
    if (!job.tell(
        new RunInput.NodeRouted(job.action().ref(), choice.chosen().get(), candidates(choice)))) {
      job.close();
      return Optional.empty();
    }
    return office.catalog().agent(choice.chosen().get());
  }

  private static Json.Obj context(RunSpec spec, FlowState flow) {
    return Json.object()
        .put("input", flow.spec().input())
        .put("context", flow.spec().context())
        .put("user", spec.owner().user())
        .put("role", spec.owner().role())
        .put("channel", spec.owner().channel().<Json>map(Json::of).orElse(Json.NULL))
        .build();
  }

  private static Failure nobody(List<String> capabilities, Choice choice) {
    String why =
        choice.candidates().stream()
            .map(each -> each.name() + " " + String.join(", ", each.reasons()))
            .reduce((one, other) -> one + "; " + other)
            .orElse("there are no agents");
    return Failure.of(
            Failure.Code.NOT_FOUND,
            "no agent can do " + String.join(", ", capabilities) + ": " + why)
        .withSubCode("no_capable_agent");
  }

  private static List<Candidate> candidates(Choice choice) {
    return choice.candidates().stream()
        .map(each ->
            new Candidate(
                each.name(),
                BigDecimal.valueOf(each.score()).setScale(4, RoundingMode.HALF_UP),
                each.reasons()))
        .toList();
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
            new Changes.Spawn(
                child.spending(purses(job)), work(job), shortened(task), Attachment.NODE));
    switch (spawned) {
      case Spawned.Begun _ -> {}
      case Spawned.Stale _ -> job.close();
      case Spawned.Refused(String why) ->
          broken(job, Failure.of(Failure.Code.AGENT_ERROR, why).withSubCode("too_many_runs"));
    }
  }

  private static List<RunSpec.Purse> purses(Job<Action.StartNode> job) {
    FlowState flow = job.run().flow().orElseThrow();
    return flow.node(job.action().path())
        .map(node -> Purses.of(flow, node, Budgets.tree(job.spec().id())))
        .orElse(List.of());
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
