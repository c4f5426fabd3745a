package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.Remains.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Kills a server whose agents use tools of every kind, until so many kills have been survived;
/// judges every run, and looks for processes that outlived their server.
///
/// A kill hits a server at work, one that has just acknowledged a decision, or one that is
/// starting. The moments follow from the seed.
final class ToolKillLoop implements AutoCloseable {

  private static final int STORIES_AT_A_TIME = 6;
  private static final int WORK_MILLIS = 2_000;
  private static final int DECISION_MILLIS = 4_000;
  private static final int AFTER_DECISION_MILLIS = 30;
  private static final long UNTIL_NOTHING_REMAINS = TimeUnit.SECONDS.toNanos(5);
  private static final long TO_THE_END = TimeUnit.SECONDS.toNanos(180);

  private final Household household;
  private final Random random;
  private final int kills;
  private final StoryProvider provider;
  private final EffectServer effects;
  private final Victim victim;
  private final People people;
  private final Remains remains;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor();
  private long toStart = TimeUnit.SECONDS.toNanos(5);
  private int watched;

  ToolKillLoop(Path folder, String sandbox, long seed, int kills) throws IOException {
    this.household = new Household(folder);
    this.random = new Random(seed);
    this.kills = kills;
    this.provider = StoryProvider.start(new Plots());
    this.effects = EffectServer.start();
    this.victim = household.victim(sandbox, provider, effects);
    this.people = new People(victim, seed + 1, STORIES_AT_A_TIME);
    this.remains = new Remains(folder);
  }

  /// What was seen.
  record Verdict(int runs, String hits, List<String> complaints) {}

  /// When a kill hits.
  private enum Kill {
    AT_WORK,
    JUST_DECIDED,
    IN_RECOVERY
  }

  Verdict run() throws IOException, InterruptedException {
    victim.start();
    people.come();
    for (int kill = 0; kill < kills; kill++) {
      await(Kill.values()[random.nextInt(Kill.values().length)]);
      kill();
      victim.start();
      people.restarted();
    }
    victim.await();
    finish();
    TreeJudge judge = new TreeJudge(victim, household, effects.effects());
    for (Story story : people.stories()) {
      judge.judge(story, complaints);
    }
    judge.acknowledged(people.decided(), complaints);
    kill();
    LockSupport.parkNanos(UNTIL_NOTHING_REMAINS);
    watchers.shutdown();
    var _ = watchers.awaitTermination(20, TimeUnit.SECONDS);
    remains.besides(victim.pid()).forEach(found -> complaints.add("in the end there is " + found));
    complaints.addAll(people.troubles());
    return new Verdict(
        judge.runs(),
        judge.hits()
            + ", "
            + people.decided().size()
            + " decisions, "
            + people.waitedThroughAKill()
            + " of them after a kill, "
            + watched
            + " processes watched",
        List.copyOf(complaints));
  }

  private void await(Kill kill) throws InterruptedException {
    switch (kill) {
      case AT_WORK -> {
        ready();
        pause(random.nextInt(WORK_MILLIS));
      }
      case JUST_DECIDED -> {
        ready();
        people.awaitDecision(DECISION_MILLIS);
        pause(random.nextInt(AFTER_DECISION_MILLIS));
      }
      case IN_RECOVERY ->
          pause((int) TimeUnit.NANOSECONDS.toMillis((long) (toStart * 1.2 * random.nextDouble())));
    }
  }

  private void ready() {
    long begin = System.nanoTime();
    victim.await();
    toStart = System.nanoTime() - begin;
  }

  /// Whatever it had started is gone five seconds later.
  private void kill() {
    Set<Found> started = new HashSet<>(remains.besides(victim.pid()));
    victim.kill();
    started.addAll(remains.besides(victim.pid()));
    watched += started.size();
    watchers.execute(() -> {
      LockSupport.parkNanos(UNTIL_NOTHING_REMAINS);
      started.stream()
          .filter(Found::runs)
          .forEach(found -> complaints.add("five seconds after a kill there is " + found));
    });
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void finish() {
    people.finish();
    long deadline = System.nanoTime() + TO_THE_END;
    while (people.stories().stream().anyMatch(story -> !story.done())
        && System.nanoTime() < deadline) {
      pause(100);
    }
  }

  @Override
  public void close() {
    people.close();
    watchers.shutdownNow();
    victim.kill();
    remains.besides(victim.pid()).forEach(Found::kill);
    provider.close();
    effects.close();
  }
}
