package dev.gatehouse.gateway;

import dev.gatehouse.adapters.sandbox.CodeExecution;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.protocols.api.ApiServer;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Tidies up now and then: forgets what is not in use, removes what has expired, ends sessions
/// nobody has used for long.
final class Housekeeper implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Housekeeper.class.getName());
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final int ROUNDS_PER_RETENTION = 60;

  private final AgentRuntime runtime;
  private final RecordStore records;
  private final Optional<ApiServer> server;
  private final Optional<CodeExecution> code;
  private final GatehouseConfig config;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("gatehouse-housekeeper").daemon().unstarted(task));
  private int round;

  Housekeeper(
      AgentRuntime runtime,
      RecordStore records,
      Optional<ApiServer> server,
      Optional<CodeExecution> code,
      GatehouseConfig config) {
    this.runtime = runtime;
    this.records = records;
    this.server = server;
    this.code = code;
    this.config = config;
  }

  void start() {
    var _ =
        rounds.scheduleWithFixedDelay(
            this::tidy, ROUND.toSeconds(), ROUND.toSeconds(), TimeUnit.SECONDS);
  }

  private void tidy() {
    try {
      runtime.sweep();
      var _ = records.sweep(runtime.clock().instant());
      boolean hourly = round++ % ROUNDS_PER_RETENTION == 0;
      if (hourly) {
        forget();
      }
      if (hourly && round > 1) {
        code.ifPresent(it -> it.ladder().proveAgain());
      }
      if (code.isPresent()) {
        var _ = code.get().workspaces().sweep(this::isOpen);
      }
    } catch (RuntimeException | IOException broken) {
      LOG.log(Level.WARNING, "housekeeping failed and is tried again in a minute", broken);
    }
  }

  private void forget() {
    Duration idle = config.auth().sessionRetention();
    server.ifPresent(face -> LOG.log(Level.DEBUG, "{0} sessions expired", face.sweep(idle)));
    int deliveries = runtime.outbox().sweep(config.store().deliveryRetention());
    LOG.log(Level.DEBUG, "{0} deliveries forgotten", deliveries);
  }

  private boolean isOpen(String session) {
    return runtime
        .store()
        .row(Rows.SESSION, session)
        .filter(row -> row.status().equals("open"))
        .isPresent();
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
