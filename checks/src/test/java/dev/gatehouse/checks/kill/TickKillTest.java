package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.checks.kill.TickVictim.Worker;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ticks and deliveries of a process that is killed. `-Dtick-kills=50 -Dseed=…` for a long one.
@Execution(ExecutionMode.CONCURRENT)
final class TickKillTest {

  private static final int WORK_MILLIS = 2_500;
  private static final int MOST = 10_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void noTickAndNoResultIsLostOrComesTwiceHoweverOftenTheProcessIsKilled(Worker worker)
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    int kills = Integer.getInteger("tick-kills", 4);
    try (TickReceiver receiver = TickReceiver.start()) {
      for (int kill = 0; kill < kills; kill++) {
        killed(receiver, worker, random);
      }
      List<Row> runs = rest(receiver, worker);

      System.out.println(
          "tick kill test by "
              + worker
              + ": seed "
              + seed
              + ", "
              + kills
              + " kills, "
              + runs.size()
              + " ticks");
      assertThat(ticks(runs)).as("seed %s: each comes once", seed).doesNotHaveDuplicates();
      assertThat(lost(ticks(runs))).as("seed %s: none is lost", seed).isEmpty();
      assertThat(runs).as("seed %s", seed).allMatch(run -> run.status().equals("completed"));
      assertThat(receiver.deliveries().keySet())
          .as("seed %s: every result arrived", seed)
          .containsExactlyInAnyOrderElementsOf(runs.stream().map(Row::id).toList());
      assertThat(receiver.deliveries().values())
          .as("seed %s: under one delivery id", seed)
          .allMatch(ids -> ids.size() == 1);
    }
  }

  /// Lets a process tick for a random while.
  private void killed(TickReceiver receiver, Worker worker, Random random) throws IOException {
    Path log = folder.resolve("victim.log");
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder(
                ChildJvm.of(
                    TickVictim.class.getName(),
                    folder.resolve("data").toString(),
                    receiver.url(),
                    worker.name()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(3, TimeUnit.MINUTES)
          .until(() -> Files.readString(log).contains("ticking") || !process.isAlive());
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(WORK_MILLIS)));
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /// The last process makes up for everything and stops when nothing is left to do.
  private List<Row> rest(TickReceiver receiver, Worker worker) throws InterruptedException {
    try (Gateway gateway =
        TickVictim.plan(folder.resolve("data"), receiver.url(), worker).embedded()) {
      var schedules = gateway.schedules();
      schedules.start();
      Awaitility.await()
          .atMost(5, TimeUnit.MINUTES)
          .until(() -> schedules.find(TickVictim.KEY).orElseThrow().state().waiting().isEmpty());
      schedules.pause(TickVictim.KEY);
      Awaitility.await()
          .atMost(3, TimeUnit.MINUTES)
          .until(() -> !schedules.find(TickVictim.KEY).orElseThrow().state().isBusy());
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(3))).isTrue();
      return gateway.runtime().store().rows(RowQuery.of(Rows.RUN, MOST)).stream()
          .filter(run -> run.root().equals(run.id()))
          .toList();
    }
  }

  private static List<Instant> ticks(List<Row> runs) {
    return runs.stream()
        .map(run -> Json.parse(run.body()).path("metadata", "tick").flatMap(Json::text))
        .map(tick -> Instant.parse(tick.orElseThrow()))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static List<Instant> lost(List<Instant> ticks) {
    return Stream.iterate(
            ticks.getFirst(),
            tick -> tick.isBefore(ticks.getLast()),
            tick -> tick.plus(TickVictim.PERIOD))
        .filter(tick -> !ticks.contains(tick))
        .toList();
  }
}
