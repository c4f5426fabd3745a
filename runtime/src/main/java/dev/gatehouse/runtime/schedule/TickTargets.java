package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule;
import java.util.Optional;

/// Who can do what schedules want done.
public interface TickTargets {

  /// {@return why a schedule's target could not do what it wants, naming what is wrong; empty when
  /// it can}
  Optional<String> complaint(Schedule schedule);

  /// What a run is to be, but for what the target says of it.
  ///
  /// @param session the session it belongs to
  /// @param request without a message
  /// @param errand what the target is told
  record Order(
      SessionCreated session,
      RunSpec.Origin origin,
      RunSpec.Owner owner,
      RunSpec.Request request,
      TickErrand errand) {}

  /// {@return the run of a schedule about which there is no complaint}
  ///
  /// @throws dev.gatehouse.core.GatehouseException when it cannot be after all
  RunSpec spec(Schedule schedule, Order order);
}
