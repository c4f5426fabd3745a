package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.routing.AgentRouting;
import dev.gatehouse.core.routing.AgentRouting.Choice;
import dev.gatehouse.core.routing.Score.Standing;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.engine.RouterAgent.Advice;
import dev.gatehouse.runtime.team.NodePlan;
import dev.gatehouse.runtime.team.Office;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Finds the agent for a node that anybody may do who has the capabilities: by scores, which a
/// router's word outweighs, and waits while all who can are busy. The choice, its candidates and
/// its reasons are recorded.
final class AgentRoutes {

  private final Office office;
  private final AgentLoad load;
  private final RouterAgent router;

  AgentRoutes(Office office, NodePlan plan, AgentLoad load) {
    this.office = office;
    this.load = load;
    this.router = new RouterAgent(office, plan);
  }

  /// {@return the agent that was chosen, once that is recorded; nobody when none can do it or
  /// nobody wants it any more. Who was chosen before a crash is chosen still}
  Optional<Agent> of(Job<Action.StartNode> job, Errand.Ask ask, List<String> capabilities) {
    FlowState flow = job.run().flow().orElseThrow();
    NodeState node = flow.node(job.action().path()).orElseThrow();
    Optional<Agent> before = flow.chosen(node).flatMap(office.catalog()::agent);
    return before.isPresent() ? before : choose(job, ask, capabilities, node);
  }

  private Optional<Agent> choose(
      Job<Action.StartNode> job, Errand.Ask ask, List<String> capabilities, NodeState node) {
    FlowState flow = job.run().flow().orElseThrow();
    List<AgentCard> cards = office.catalog().agents().stream().map(Agent::card).toList();
    AgentRouting.Task task =
        AgentRouting.Task.of(capabilities, context(job.spec(), flow)).tried(flow.tried(node));
    Choice choice = choose(task, cards);
    Advice advice = router.advice(job, ask, able(choice, cards));
    if (advice.agent().isPresent()) {
      task = task.wishing(advice.agent().get());
      choice = choose(task, cards);
    }
    while (choice.isBusy() && load.pause(job.cancel())) {
      choice = choose(task, cards);
    }
    if (choice.chosen().isEmpty()) {
      if (choice.isBusy()) {
        job.close();
      } else {
        NodePerformer.broken(job, nobody(capabilities, choice));
      }
      return Optional.empty();
    }
    if (!job.tell(
        new RunInput.NodeRouted(
            job.action().ref(),
            choice.chosen().get(),
            candidates(choice, advice),
            advice.spend()))) {
      job.close();
      return Optional.empty();
    }
    return office.catalog().agent(choice.chosen().get());
  }

  private Choice choose(AgentRouting.Task task, List<AgentCard> cards) {
    return AgentRouting.choose(task, cards, load, ThreadLocalRandom.current().nextDouble());
  }

  private static List<AgentCard> able(Choice choice, List<AgentCard> cards) {
    return cards.stream()
        .filter(card ->
            choice.candidates().stream()
                .anyMatch(
                    each -> each.name().equals(card.name()) && each.standing() == Standing.FIT))
        .toList();
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

  private static List<Candidate> candidates(Choice choice, Advice advice) {
    String chosen = choice.chosen().orElseThrow();
    return choice.candidates().stream()
        .map(each -> {
          List<String> reasons = new ArrayList<>(each.reasons());
          if (!advice.reason().isEmpty() && each.name().equals(advice.agent().orElse(chosen))) {
            reasons.add(advice.reason());
          }
          return new Candidate(
              each.name(),
              BigDecimal.valueOf(each.score()).setScale(4, RoundingMode.HALF_UP),
              reasons);
        })
        .toList();
  }
}
