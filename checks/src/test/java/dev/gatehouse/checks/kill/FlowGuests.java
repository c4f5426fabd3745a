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

/// Those who begin voyages on a server that is being killed, give them their signal, and answer
/// what they ask. What the server has acknowledged they remember.
///
/// Some questions are left alone until the server has been killed once while they waited.
final class FlowGuests implements AutoCloseable {

  private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(40);

  private final Victim victim;
  private final Random random;
  private final List<Story> stories = new CopyOnWriteArrayList<>();
  private final Set<String> signalled = new HashSet<>();
  private final Map<String, Json> answered = new ConcurrentHashMap<>();
  private final Map<String, Intent> intents = new HashMap<>();
  private final Semaphore answers = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final AtomicInteger life = new AtomicInteger();
  private volatile int atATime;
  private Optional<Json> opening = Optional.empty();

  /// What somebody means to say, and from which life of the server on.
  private record Intent(String value, int from) {}

  FlowGuests(Victim victim, long seed) {
    this.victim = victim;
    this.random = new Random(seed);
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
          troubles.add("guests: " + strange);
        }
        LockSupport.parkNanos(ROUND);
      }
    });
  }

  /// From now on so many voyages are under way at a time.
  void invite(int voyages) {
    atATime = voyages;
  }

  /// The server lives again.
  void restarted() {
    life.incrementAndGet();
  }

  List<Story> stories() {
    return List.copyOf(stories);
  }

  boolean allDone() {
    return !stories.isEmpty() && stories.stream().allMatch(Story::done);
  }

  List<String> troubles() {
    return List.copyOf(troubles);
  }

  /// {@return the answers that were acknowledged, by question}
  Map<String, Json> answered() {
    return Map.copyOf(answered);
  }

  /// Waits until the next answer has been acknowledged, if there is one in good time.
  void awaitAnswer(int millis) throws InterruptedException {
    answers.drainPermits();
    var _ = answers.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }

  private void act() throws IOException {
    long open = stories.stream().filter(story -> !story.done()).count();
    if (opening.isPresent() || open < atATime) {
      begin();
    }
    for (Story story : stories) {
      if (!story.done()) {
        signal(story);
        answer(story);
        allow(story);
      }
    }
  }

  /// Nobody knows whether what was posted to a server that died began; it is posted again under the
  /// same key.
  private void begin() throws IOException {
    if (opening.isEmpty()) {
      opening =
          Optional.of(
              Json.parse(
                  victim.post("/api/chat/init", "", Json.obj("api_key", Json.of("k"))).body()));
    }
    String name = "v" + stories.size();
    String token = text(opening.get(), "session_token");
    String session = text(opening.get(), "session_id");
    Json body =
        Json.object()
            .put("workflow", "voyage")
            .put("session_id", session)
            .put(
                "input",
                Json.obj(
                    "name",
                    Json.of(name),
                    "items",
                    Json.parse("[\"gold\",\"rum\",\"salt\",\"tar\"]")))
            .build();
    HttpResponse<String> answer = victim.postOnce("/api/runs", token, name, body);
    if (answer.statusCode() == 503) {
      return; // it is being killed or just starting
    }
    Story story =
        new Story(name, session, token, text(Json.parse(answer.body()), "run_id"), new Listener());
    opening = Optional.empty();
    stories.add(story);
    threads.execute(() -> story.follow(victim.url(), threads::isShutdown));
  }

  private void signal(Story story) throws IOException {
    if (!signalled.contains(story.run())
        && victim
                    .post(
                        "/api/runs/" + story.run() + "/signal",
                        story.token(),
                        Json.obj("name", Json.of("go")))
                    .statusCode()
                / 100
            == 2) {
      signalled.add(story.run());
    }
  }

  private void answer(Story story) throws IOException {
    for (Json question : open("/api/questions?status=open", story)) {
      String id = text(question, "question_id");
      Intent intent = intents.computeIfAbsent(id, _ -> intent(question));
      Json value = Json.of(intent.value());
      Json said = Json.obj("action", Json.of("answer"), "value", value);
      if ((intent.from() <= life.get() || atATime == 0)
          && victim.post("/api/questions/" + id, story.token(), said).statusCode() == 200) {
        answered.put(id, value);
        answers.release();
      }
    }
  }

  /// What follows from the words of strangers needs a human's word, if it cannot be undone.
  private void allow(Story story) throws IOException {
    for (Json approval : open("/api/approvals?status=open", story)) {
      victim.post(
          "/api/approvals/" + text(approval, "approval_id"),
          story.token(),
          Json.obj("decision", Json.of("approve")));
    }
  }

  private List<Json> open(String path, Story story) throws IOException {
    HttpResponse<String> open = victim.get(path, story.token());
    return open.statusCode() == 200
        ? Json.parse(open.body()).at("items").flatMap(Json::asArray).orElseThrow().items()
        : List.of();
  }

  /// Whoever sails drinks tea; whether a letter was sent that is in doubt nobody knows for sure.
  private Intent intent(Json question) {
    String choices = question.at("choices").orElse(Json.NULL).toString();
    String value =
        choices.contains("give_up")
            ? (random.nextBoolean() ? "give_up" : "done")
            : choices.contains("tea") ? "tea" : "approve";
    boolean later = life.get() > 0 && random.nextBoolean();
    return new Intent(value, life.get() + (later ? 1 : 0));
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
