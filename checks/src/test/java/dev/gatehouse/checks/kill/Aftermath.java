package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.Remains.Found;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Kills a server, and sees to it that five seconds later nothing it had started still runs.
final class Aftermath implements AutoCloseable {

  private static final long UNTIL_NOTHING_REMAINS = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOK_AGAIN_MILLIS = 250;

  private final Victim victim;
  private final Remains remains;
  private final List<String> complaints;
  private final ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor();
  private long toStart = TimeUnit.SECONDS.toNanos(5);
  private int watched;

  /// @param folder what tells the server's processes from others
  /// @param complaints where it writes what it finds; several threads write
  Aftermath(Victim victim, Path folder, List<String> complaints) {
    this.victim = victim;
    this.remains = new Remains(folder);
    this.complaints = complaints;
  }

  /// Waits until the server answers, and remembers how long that takes.
  void ready() {
    long begin = System.nanoTime();
    victim.await();
    toStart = System.nanoTime() - begin;
  }

  /// Waits until somewhere in the start of the server.
  void duringTheStart(Random random) {
    pause((int) TimeUnit.NANOSECONDS.toMillis((long) (toStart * 1.2 * random.nextDouble())));
  }

  static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  void kill() {
    Set<Found> started = new HashSet<>(remains.besides(victim.pid()));
    victim.kill();
    started.addAll(remains.besides(victim.pid()));
    watched += started.size();
    watchers.execute(() -> {
      long deadline = System.nanoTime() + UNTIL_NOTHING_REMAINS;
      started.removeIf(found -> !found.runs());
      while (!started.isEmpty() && System.nanoTime() < deadline) {
        pause(LOOK_AGAIN_MILLIS);
        started.removeIf(found -> !found.runs());
      }
      started.forEach(found -> complaints.add("five seconds after a kill there is " + found));
    });
  }

  /// Looks one last time, after all that was begun is done.
  void end() throws InterruptedException {
    watchers.shutdown();
    var _ = watchers.awaitTermination(2, TimeUnit.MINUTES);
    remains.besides(victim.pid()).forEach(found -> complaints.add("in the end there is " + found));
  }

  /// {@return how many processes it has looked after}
  int watched() {
    return watched;
  }

  @Override
  public void close() {
    watchers.shutdownNow();
    victim.kill();
    remains.besides(victim.pid()).forEach(Found::kill);
  }
}
