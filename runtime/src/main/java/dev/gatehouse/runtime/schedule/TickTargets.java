package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule;
import java.util.Optional;

/// Who can do what schedules want done.
public interface TickTargets {

  /// {@return why a schedule's target could not do what it wants, naming what is wrong; empty when
  /// it can}
  Optional<String> complaint(Schedule schedule);

  /// {@return the run of a schedule about which there is no complaint}
  ///
  /// @throws dev.gatehouse.core.GatehouseException when it cannot be after all
  RunSpec spec(Schedule schedule, TickOrder order);
}
