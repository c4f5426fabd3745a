package dev.gatehouse.checks.kill;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.checks.kill.EffectServer.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Kills a server that runs large workflows, until so many kills have been survived; judges every
/// run by its log and by what happened to the world, and looks for processes that outlived their
/// server.
///
/// A kill hits a server at work, one that has just acknowledged an answer, or one that is starting.
/// The moments follow from the seed. The first workflow runs before the first kill.
final class FlowKillLoop implements AutoCloseable {

  private static final int AT_A_TIME = 2;
  private static final int WORK_MILLIS = 1_500;
  private static final int ANSWER_MILLIS = 1_500;
  private static final int AFTER_ANSWER_MILLIS = 30;
  private static final long TO_THE_END = TimeUnit.MINUTES.toNanos(10);

  private final FlowHouse house;
  private final Random random;
  private final int kills;
  private final StoryProvider provider;
  private final EffectServer effects;
  private final Victim victim;
  private final FlowGuests guests;
  private final Aftermath watch;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  FlowKillLoop(Path folder, long seed, int kills) throws IOException {
    this.house = new FlowHouse(folder);
    this.random = new Random(seed);
    this.kills = kills;
    this.provider = StoryProvider.start(new FlowScript());
    this.effects = EffectServer.start();
    this.victim = house.victim(provider, effects);
    this.guests = new FlowGuests(victim, seed + 1);
    this.watch = new Aftermath(victim, folder, complaints);
  }

  /// What was seen.
  ///
  /// @param nodes how many nodes a workflow has, with those of its agents' workflows
  record Verdict(int workflows, long nodes, String hits, List<String> complaints) {}

  /// When a kill hits.
  private enum Kill {
    AT_WORK,
    JUST_ANSWERED,
    IN_RECOVERY
  }

  Verdict run() throws IOException, InterruptedException {
    victim.start();
    watch.ready();
    guests.come();
    guests.invite(1);
    untilAllAreDone();
    guests.invite(AT_A_TIME);
    for (int kill = 0; kill < kills; kill++) {
      await(Kill.values()[random.nextInt(Kill.values().length)]);
      watch.kill();
      victim.start();
      guests.restarted();
    }
    victim.await();
    guests.invite(0);
    untilAllAreDone();
    watch.kill();
    Verdict verdict = verdict();
    watch.end();
    return new Verdict(
        verdict.workflows(), verdict.nodes(), verdict.hits(), List.copyOf(complaints));
  }

  private Verdict verdict() throws IOException {
    List<Effect> world = new ArrayList<>(effects.effects());
    for (String line : Files.readAllLines(house.ledger())) {
      String[] words = line.split(" ", -1);
      world.add(new Effect(words[0], words[1], ""));
    }
    complaints.addAll(guests.troubles());
    try (SqliteStore store = SqliteStore.open(house.data())) {
      FlowJudge judge = new FlowJudge(store.events(), world, complaints);
      long nodes = judge.judge(guests.stories());
      judge.acknowledged(guests.answered());
      String hits =
          "%s, %d answers, %d processes watched"
              .formatted(judge.hits(), guests.answered().size(), watch.watched());
      return new Verdict(guests.stories().size(), nodes, hits, List.of());
    }
  }

  private void await(Kill kill) throws InterruptedException {
    switch (kill) {
      case AT_WORK -> {
        watch.ready();
        Aftermath.pause(random.nextInt(WORK_MILLIS));
      }
      case JUST_ANSWERED -> {
        watch.ready();
        guests.awaitAnswer(ANSWER_MILLIS);
        Aftermath.pause(random.nextInt(AFTER_ANSWER_MILLIS));
      }
      case IN_RECOVERY -> watch.duringTheStart(random);
    }
  }

  private void untilAllAreDone() {
    long deadline = System.nanoTime() + TO_THE_END;
    while (!guests.allDone() && System.nanoTime() < deadline) {
      Aftermath.pause(50);
    }
  }

  @Override
  public void close() {
    guests.close();
    watch.close();
    provider.close();
    effects.close();
  }
}
