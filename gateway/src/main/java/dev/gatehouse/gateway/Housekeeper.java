package dev.gatehouse.gateway;

import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Tidies up now and then: forgets what is not in use, removes what has expired, ends sessions
/// nobody has used for long.
final class Housekeeper implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Housekeeper.class.getName());
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final int PAGE = 200;
  private static final int ROUNDS_PER_RETENTION = 60;

  private final AgentRuntime runtime;
  private final RecordStore records;
  private final Duration retention;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("gatehouse-housekeeper").daemon().unstarted(task));
  private int round;

  Housekeeper(AgentRuntime runtime, RecordStore records, Duration retention) {
    this.runtime = runtime;
    this.records = records;
    this.retention = retention;
  }

  void start() {
    var _ =
        rounds.scheduleWithFixedDelay(
            this::tidy, ROUND.toSeconds(), ROUND.toSeconds(), TimeUnit.SECONDS);
  }

  private void tidy() {
    try {
      runtime.sweep();
      records.sweep(runtime.clock().instant());
      if (round++ % ROUNDS_PER_RETENTION == 0) {
        endForgotten();
      }
    } catch (RuntimeException broken) {
      LOG.log(Level.WARNING, "housekeeping failed and is tried again in a minute", broken);
    }
  }

  /// Ends sessions that nobody has used for the time they are kept.
  void endForgotten() {
    Instant oldest = runtime.clock().instant().minus(retention);
    Optional<String> before = Optional.empty();
    List<Row> page;
    do {
      page = runtime.store().rows(sessions(before));
      for (Row row : page) {
        if (row.updated().isBefore(oldest)) {
          runtime.post(
              row.id(),
              new Changes.End("not used for " + retention.toDays() + " days", "retention"));
        }
      }
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (page.size() == PAGE);
  }

  private static RowQuery sessions(Optional<String> before) {
    return new RowQuery(
        Rows.SESSION,
        Optional.empty(),
        Optional.empty(),
        List.of("open"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        before,
        PAGE);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
