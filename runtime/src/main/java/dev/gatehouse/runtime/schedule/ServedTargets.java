package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.FlowStart;
import dev.gatehouse.runtime.catalog.WorkflowBook.Edition;
import java.util.List;
import java.util.Optional;

/// The agents and workflows of a runtime. Of a workflow the version that counts when the tick
/// begins is run.
///
/// @param schemas judges what workflows are given
/// @param shaping has a say in what runs are made of
public record ServedTargets(AgentRuntime runtime, SchemaValidator schemas, Shaping shaping)
    implements TickTargets {

  /// Changes what a run is made of, for the session it belongs to.
  public interface Shaping {

    /// As it is served.
    Shaping NONE = (chosen, _) -> chosen;

    /// {@return the agent that is run; for a workflow one that stands for it, of which the limits
    /// count}
    Agent shaped(Agent chosen, SessionCreated session);
  }

  @Override
  public Optional<String> complaint(Schedule schedule) {
    return switch (schedule.task().target()) {
      case Target.Agent(String name) ->
          runtime.catalog().agent(name).isPresent()
              ? Optional.empty()
              : Optional.of(unknown("agent", name, agents()));
      case Target.Workflow(String name) ->
          edition(schedule)
              .map(edition -> misfit(edition, schedule))
              .orElseGet(() -> Optional.of(unknown("workflow", name, workflows(schedule))));
    };
  }

  private static String unknown(String kind, String name, List<String> known) {
    return kind
        + " \""
        + name
        + "\" is unknown; "
        + NearestName.of(name, known)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElseGet(
                () -> known.isEmpty() ? "there is none" : "there is " + String.join(", ", known));
  }

  private List<String> agents() {
    return runtime.catalog().agents().stream().map(Agent::name).toList();
  }

  private List<String> workflows(Schedule schedule) {
    return runtime.workflows().all(schedule.owner().tenant()).stream().map(Edition::id).toList();
  }

  private Optional<Edition> edition(Schedule schedule) {
    return runtime.workflows().find(schedule.owner().tenant(), schedule.task().target().name());
  }

  /// A checklist is not read yet; whatever it says, it is a text.
  private Optional<String> misfit(Edition edition, Schedule schedule) {
    Optional<String> checklist = schedule.heartbeat().flatMap(it -> it.checklist());
    Json input = new TickErrand(schedule.task(), checklist).input();
    return new FlowStart(edition, input, Json.object().build())
        .misfits(schemas).stream()
            .findFirst()
            .map(wrong ->
                "workflow \"%s\" takes no such input: %s"
                    .formatted(edition.id(), (wrong.pointer() + " " + wrong.message()).strip()));
  }

  @Override
  public RunSpec spec(Schedule schedule, TickOrder order) {
    return switch (schedule.task().target()) {
      case Target.Agent(String name) ->
          agentRun(runtime.catalog().agent(name).orElseThrow(() -> gone(schedule)), order);
      case Target.Workflow _ -> flowRun(edition(schedule).orElseThrow(() -> gone(schedule)), order);
    };
  }

  private ScheduleException gone(Schedule schedule) {
    return new ScheduleException(
        ScheduleException.Problem.INVALID, complaint(schedule).orElse("its target is gone"));
  }

  private RunSpec agentRun(Agent served, TickOrder order) {
    Agent agent = shaping.shaped(served, order.session());
    return new RunSpec(
        order.origin(),
        order.owner(),
        agent.profile(),
        agent.limits(),
        order
            .request()
            .withInput(List.of(Message.user(order.errand().message())))
            .withOutputSchema(agent.habits().outputSchema()));
  }

  private RunSpec flowRun(Edition edition, TickOrder order) {
    Agent limited = shaping.shaped(FlowProfile.agent(edition.workflow()), order.session());
    return new FlowStart(edition, order.errand().input(), context(order.session()))
        .spec(order.origin(), order.owner(), limited, order.request(), runtime.catalog());
  }

  private static Json.Obj context(SessionCreated session) {
    return session.context().asObject().orElse(Json.object().build());
  }
}
