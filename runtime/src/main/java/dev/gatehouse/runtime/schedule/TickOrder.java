package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.Tick;
import java.util.List;
import java.util.Locale;

/// What the run of a tick is to be, but for what its target says of it.
///
/// @param session the session it belongs to
/// @param request without a message
/// @param errand what the target is told
public record TickOrder(
    SessionCreated session,
    RunSpec.Origin origin,
    RunSpec.Owner owner,
    RunSpec.Request request,
    TickErrand errand) {

  /// The run of a tick.
  ///
  /// @param run its id
  static TickOrder of(
      Schedule schedule, Tick tick, String run, SessionCreated session, TickErrand errand) {
    return new TickOrder(
        session,
        RunSpec.Origin.of(run, session.id(), kind(schedule)),
        new RunSpec.Owner(
            session.tenant(),
            session.user(),
            schedule.owner().role(),
            session.channel(),
            RunSpec.Watch.HEADLESS),
        RunSpec.Request.of(List.of(), session.created())
            .withMetadata(metadata(schedule, tick))
            .withHandover(handover(schedule)),
        errand);
  }

  private static RunSpec.Kind kind(Schedule schedule) {
    if (schedule.heartbeat().isPresent()) {
      return RunSpec.Kind.HEARTBEAT;
    }
    return switch (schedule.task().target()) {
      case Target.Agent _ -> RunSpec.Kind.AGENT;
      case Target.Workflow _ -> RunSpec.Kind.WORKFLOW;
    };
  }

  private static Json metadata(Schedule schedule, Tick tick) {
    return Json.object()
        .put("schedule", schedule.name())
        .put("tick", tick.nominal().toString())
        .put("cause", tick.cause().name().toLowerCase(Locale.ROOT))
        .build();
  }

  private static Handover handover(Schedule schedule) {
    Handover to = Handover.to(schedule.delivery());
    return schedule.heartbeat().map(heartbeat -> to.withQuiet(heartbeat.quiet())).orElse(to);
  }
}
