package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Those who use the server: they begin stories, allow and refuse calls, and answer questions, all
/// while it is being killed. What the server has acknowledged they remember.
///
/// Some approvals are answered at once; others are left alone until the server has been killed at
/// least once while they waited.
final class People implements AutoCloseable {

  private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(40);
  private static final List<Plot> OPENINGS =
      List.of(Plot.APPROVALS, Plot.BOOKS, Plot.PROGRAMS, Plot.TEAM);

  private final Victim victim;
  private final Random random;
  private final int storiesAtATime;
  private final List<Story> stories = new CopyOnWriteArrayList<>();
  private final Map<String, String> decided = new ConcurrentHashMap<>();
  private final Map<String, Intent> intents = new HashMap<>();
  private final Set<String> counted = new HashSet<>();
  private final Semaphore decisions = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final AtomicInteger life = new AtomicInteger();
  private volatile boolean inviting = true;
  private int begun;
  private int waitedThroughAKill;
  private Optional<Opening> opening = Optional.empty();

  /// A story that is being begun; the server may have begun it without our knowing.
  private record Opening(String name, String session, String token, Json body) {}

  /// What somebody means to say, and from which life of the server on.
  private record Intent(String decision, int from, int seen) {}

  People(Victim victim, long seed, int storiesAtATime) {
    this.victim = victim;
    this.random = new Random(seed);
    this.storiesAtATime = storiesAtATime;
  }

  void come() {
    threads.execute(() -> {
      while (!threads.isShutdown()) {
        try {
          act();
        } catch (IOException down) {
          // It was killed under us: we come again.
          Thread.onSpinWait();
        } catch (RuntimeException strange) {
          troubles.add("people: " + strange);
        }
        LockSupport.parkNanos(ROUND);
      }
    });
  }

  /// The server lives again.
  void restarted() {
    life.incrementAndGet();
  }

  /// No more stories are begun.
  void finish() {
    inviting = false;
  }

  List<Story> stories() {
    return List.copyOf(stories);
  }

  /// {@return what the server said that nobody understood}
  List<String> troubles() {
    return List.copyOf(troubles);
  }

  /// {@return the decisions that were acknowledged, by approval}
  Map<String, String> decided() {
    return Map.copyOf(decided);
  }

  /// {@return how many approvals were answered in a later life than the one that asked}
  int waitedThroughAKill() {
    return waitedThroughAKill;
  }

  /// Waits until the next decision has been acknowledged, if there is one in good time.
  void awaitDecision(int millis) throws InterruptedException {
    decisions.drainPermits();
    var _ = decisions.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }

  private void act() throws IOException {
    long open = stories.stream().filter(story -> !story.done()).count();
    if (opening.isPresent() || (inviting && open < storiesAtATime)) {
      begin();
    }
    for (Story story : stories) {
      if (!story.done()) {
        decide(story);
        answer(story);
      }
    }
  }

  private void begin() throws IOException {
    if (opening.isEmpty()) {
      Json init =
          Json.parse(victim.post("/api/chat/init", "", Json.obj("api_key", Json.of("k"))).body());
      Plot plot = OPENINGS.get(begun % OPENINGS.size());
      String name = "s" + begun;
      Json body =
          Json.object()
              .put("agent", "leader")
              .put("input", plot.opening(name))
              .put("session_id", text(init, "session_id"))
              .build();
      opening =
          Optional.of(
              new Opening(name, text(init, "session_id"), text(init, "session_token"), body));
    }
    Opening it = opening.get();
    var answer = victim.postOnce("/api/runs", it.token(), it.name(), it.body());
    if (answer.statusCode() == 503) {
      return; // it is being killed or just starting
    }
    Story story =
        new Story(
            it.name(),
            it.session(),
            it.token(),
            text(Json.parse(answer.body()), "run_id"),
            new Listener());
    opening = Optional.empty();
    begun++;
    stories.add(story);
    threads.execute(() -> story.follow(victim.url(), threads::isShutdown));
  }

  private void decide(Story story) throws IOException {
    for (Json approval : open("/api/approvals?status=open", story)) {
      String id = text(approval, "approval_id");
      Intent intent = intents.computeIfAbsent(id, _ -> intent());
      if (intent.from() <= life.get() || !inviting) {
        say(story, id, intent);
      }
    }
  }

  private Intent intent() {
    String decision = random.nextInt(5) == 0 ? "deny" : "approve";
    return new Intent(decision, life.get() + random.nextInt(2), life.get());
  }

  private void say(Story story, String id, Intent intent) throws IOException {
    int now = life.get();
    HttpResponse<String> answer =
        victim.post(
            "/api/approvals/" + id,
            story.token(),
            Json.obj("decision", Json.of(intent.decision())));
    if (answer.statusCode() == 200) {
      decided.put(id, intent.decision());
      decisions.release();
      if (now > intent.seen() && counted.add(id)) {
        waitedThroughAKill++;
      }
    }
  }

  /// A human who always says: tell the model that nobody knows.
  private void answer(Story story) throws IOException {
    for (Json question : open("/api/questions?status=open", story)) {
      victim.post(
          "/api/questions/" + text(question, "question_id"),
          story.token(),
          Json.obj("action", Json.of("answer"), "value", Json.of("give_up")));
    }
  }

  private List<Json> open(String path, Story story) throws IOException {
    HttpResponse<String> open = victim.get(path, story.token());
    return open.statusCode() == 200
        ? Json.parse(open.body()).at("items").flatMap(Json::asArray).orElseThrow().items()
        : List.of();
  }

  private static String text(Json json, String member) {
    return json.at(member)
        .flatMap(Json::text)
        .orElseThrow(() -> new IllegalStateException("no " + member + " in " + json));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
