package dev.gatehouse.checks.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

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
  private static final long TO_THE_END = TimeUnit.MINUTES.toNanos(10);

  private final Household household;
  private final Random random;
  private final int kills;
  private final StoryProvider provider;
  private final EffectServer effects;
  private final Victim victim;
  private final People people;
  private final Aftermath watch;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  ToolKillLoop(Path folder, String sandbox, long seed, int kills) throws IOException {
    this.household = new Household(folder);
    this.random = new Random(seed);
    this.kills = kills;
    this.provider = StoryProvider.start(new Plots());
    this.effects = EffectServer.start();
    this.victim = household.victim(sandbox, provider, effects);
    this.people = new People(victim, seed + 1, STORIES_AT_A_TIME);
    this.watch = new Aftermath(victim, folder, complaints);
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
      watch.kill();
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
    watch.kill();
    watch.end();
    complaints.addAll(people.troubles());
    return new Verdict(
        judge.runs(),
        judge.hits()
            + ", "
            + people.decided().size()
            + " decisions, "
            + people.waitedThroughAKill()
            + " of them after a kill, "
            + watch.watched()
            + " processes watched",
        List.copyOf(complaints));
  }

  private void await(Kill kill) throws InterruptedException {
    switch (kill) {
      case AT_WORK -> {
        watch.ready();
        Aftermath.pause(random.nextInt(WORK_MILLIS));
      }
      case JUST_DECIDED -> {
        watch.ready();
        people.awaitDecision(DECISION_MILLIS);
        Aftermath.pause(random.nextInt(AFTER_DECISION_MILLIS));
      }
      case IN_RECOVERY -> watch.duringTheStart(random);
    }
  }

  private void finish() {
    people.finish();
    long deadline = System.nanoTime() + TO_THE_END;
    while (people.stories().stream().anyMatch(story -> !story.done())
        && System.nanoTime() < deadline) {
      Aftermath.pause(100);
    }
  }

  @Override
  public void close() {
    people.close();
    watch.close();
    provider.close();
    effects.close();
  }
}
