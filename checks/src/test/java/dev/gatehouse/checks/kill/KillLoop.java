package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.FreePort;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Runs conversations against a server that is killed at random moments, until so many kills have
/// been survived, and judges every run.
///
/// A kill hits a server at work (amid a model's stream, a tool, a commit) or one that is starting,
/// amid its recovery. The moments follow from the seed.
final class KillLoop implements AutoCloseable {

  private static final int STORIES_AT_A_TIME = 5;
  private static final int WORK_MILLIS = 1_300;
  private static final int RECOVERY_MILLIS = 1_600;

  private final Random random;
  private final int kills;
  private final int recoveryKills;
  private final StoryProvider provider;
  private final EffectServer effects;
  private final Victim victim;
  private final ExecutorService listeners = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Story> stories = new ArrayList<>();

  KillLoop(Path folder, long seed, int kills, int recoveryKills) throws IOException {
    this.random = new Random(seed);
    this.kills = kills;
    this.recoveryKills = recoveryKills;
    this.provider = StoryProvider.start(new Tale());
    this.effects = EffectServer.start();
    this.victim = victim(folder);
  }

  private Victim victim(Path folder) throws IOException {
    int port = FreePort.next();
    return new Victim(
        folder,
        port,
        List.of(
            VictimServer.class.getName(),
            folder.resolve("data").toString(),
            Integer.toString(port),
            effects.url()),
        Map.of("ANTHROPIC_API_KEY", "key-of-the-story", "ANTHROPIC_BASE_URL", provider.url()));
  }

  /// What was seen.
  record Verdict(int kills, int recoveryKills, int runs, String hits, List<String> complaints) {}

  Verdict run() throws IOException {
    victim.start();
    for (Kill kill : schedule()) {
      switch (kill) {
        case AT_WORK -> work();
        case IN_RECOVERY -> pause(200 + random.nextInt(RECOVERY_MILLIS));
      }
      victim.kill();
      victim.start();
    }
    victim.await();
    finish();
    List<String> complaints = new ArrayList<>();
    Judge judge = new Judge(victim, effects.effects());
    for (Story story : stories) {
      judge.judge(story, complaints);
    }
    victim.kill();
    return new Verdict(kills, recoveryKills, stories.size(), judge.hits(), complaints);
  }

  /// Keeps so many stories going.
  private void begin() throws IOException {
    long open = stories.stream().filter(story -> !story.done()).count();
    for (; open < STORIES_AT_A_TIME; open++) {
      Json init =
          Json.parse(victim.post("/api/chat/init", "", Json.obj("api_key", Json.of("k"))).body());
      String token = text(init, "session_token");
      Json body =
          Json.object()
              .put("agent", "teller")
              .put("input", "Tell a story.")
              .put("session_id", text(init, "session_id"))
              .build();
      Json run = Json.parse(victim.post("/api/runs", token, body).body());
      Story story =
          new Story("tale", text(init, "session_id"), token, text(run, "run_id"), new Listener());
      stories.add(story);
      listeners.execute(() -> story.follow(victim.url(), listeners::isShutdown));
    }
  }

  private static String text(Json json, String member) {
    return json.at(member)
        .flatMap(Json::text)
        .orElseThrow(() -> new IllegalStateException("no " + member + " in " + json));
  }

  /// When a kill hits.
  private enum Kill {
    AT_WORK,
    IN_RECOVERY
  }

  private List<Kill> schedule() {
    List<Kill> schedule = new ArrayList<>(Collections.nCopies(kills, Kill.AT_WORK));
    schedule.addAll(Collections.nCopies(recoveryKills, Kill.IN_RECOVERY));
    Collections.shuffle(schedule, random);
    return schedule;
  }

  /// Lets it work for a random while.
  private void work() throws IOException {
    victim.await();
    begin();
    pause(random.nextInt(WORK_MILLIS));
    answerQuestions();
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void finish() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (stories.stream().anyMatch(story -> !story.done()) && System.nanoTime() < deadline) {
      answerQuestions();
      pause(100);
    }
  }

  /// A human who always says: tell the model that nobody knows.
  private void answerQuestions() throws IOException {
    for (Story story : stories) {
      if (story.done()) {
        continue;
      }
      HttpResponse<String> open;
      try {
        open = victim.get("/api/questions?status=open", story.token());
      } catch (IOException down) {
        return;
      }
      if (open.statusCode() != 200) {
        continue;
      }
      for (Json question :
          Json.parse(open.body()).at("items").flatMap(Json::asArray).orElseThrow().items()) {
        victim.post(
            "/api/questions/" + text(question, "question_id"),
            story.token(),
            Json.obj("action", Json.of("answer"), "value", Json.of("give_up")));
      }
    }
  }

  @Override
  public void close() {
    listeners.shutdownNow();
    victim.kill();
    provider.close();
    effects.close();
  }
}
