package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.spi.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The sessions that are in use in this process.
public final class Seats {

  private static final Duration IDLE = Duration.ofMinutes(1);

  private final SeatWorld world;
  private final Map<String, Seat> byId = new ConcurrentHashMap<>();

  /// Seats in a world.
  public Seats(SeatWorld world) {
    this.world = world;
  }

  /// Has a change made to a session, and waits until it is durable.
  ///
  /// @throws StoreException when it could not be made durable; it was not made then
  /// @throws BudgetExceeded when a ledger refused it
  public <T> T post(String session, Change<T> change) {
    Posted<T> posted = new Posted<>(change);
    byId.compute(
        session,
        (id, seat) -> {
          Seat used = seat == null ? new Seat(id, world) : seat;
          used.enqueue(posted);
          return used;
        });
    return posted.answer();
  }

  /// Forgets sessions nobody has used for a while; the log keeps them.
  public void sweep() {
    long then = System.nanoTime() - IDLE.toNanos();
    for (String id : byId.keySet()) {
      byId.computeIfPresent(id, (_, seat) -> seat.idleSince(then) ? null : seat);
    }
  }
}
