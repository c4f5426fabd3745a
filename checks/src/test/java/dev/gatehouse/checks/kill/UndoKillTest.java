package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.checks.FreePort;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a server whose runs take back what they have done, because a step failed or because they
/// were cancelled so; no undo is lost and none is made twice.
///
/// The short form by default; `-Dundo-kills=100 -Dseed=…` for a long one.
final class UndoKillTest {

  private static final long TO_THE_END = TimeUnit.MINUTES.toNanos(5);
  private static final int AT_A_TIME = 3;
  private static final int WORK_MILLIS = 1_300;
  private static final String TRIP =
      """
      id: trip
      steps:
        - id: group
          on-error: compensate
          steps:
            - id: each
              map: input.items
              as: item
              concurrency: 3
              do:
                - { id: reserve, tool: reserve, args: { key: "{{ input.name }}-{{ item }}" } }
                - { id: hold, tool: hold, args: { key: "{{ input.name }}-{{ item }}" }, on-error: skip }
            - { id: last, map: input.END, do: [{ id: never, wait: 1s }] }
      """;
  private static final String STAY =
      TRIP.replace("id: trip", "id: stay")
          .replace(
              "{ id: last, map: input.END, do: [{ id: never, wait: 1s }] }",
              "{ id: last, wait: 1d }");

  @TempDir private Path folder;
  private final Map<String, String> runs = new LinkedHashMap<>();
  private final Set<String> cancelled = new HashSet<>();

  @Test
  void whatIsTakenBackIsTakenBackOnceHoweverOftenTheServerIsKilled() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("undo-kills", 6);
    Random random = new Random(seed);
    try (EffectServer effects = EffectServer.start()) {
      Victim victim = victim(effects);
      victim.start();
      try {
        for (int kill = 0; kill < kills; kill++) {
          victim.await();
          work(
              victim,
              System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(WORK_MILLIS)),
              AT_A_TIME);
          victim.kill();
          victim.start();
        }
        victim.await();
        work(victim, System.nanoTime() + TO_THE_END, 0);
      } finally {
        victim.kill();
      }
      UndoJudge judge;
      try (SqliteStore store = SqliteStore.open(folder.resolve("data"))) {
        judge = new UndoJudge(store.events(), effects.effects());
        runs.values().forEach(judge::judge);
      }
      System.out.println(
          "undo kill test: seed %d, %d kills, %d runs, %s, %d complaints"
              .formatted(seed, kills, runs.size(), judge.hits(), judge.complaints().size()));
      assertThat(judge.complaints()).as("seed %s", seed).isEmpty();
      assertThat(judge.undone()).isPositive();
    }
  }

  private Victim victim(EffectServer effects) throws IOException {
    int port = FreePort.next();
    Path workflows = Files.createDirectory(folder.resolve("workflows"));
    Files.writeString(workflows.resolve("trip.yaml"), TRIP);
    Files.writeString(workflows.resolve("stay.yaml"), STAY);
    try (InputStream in =
        Objects.requireNonNull(UndoKillTest.class.getResourceAsStream("/undo-kill.yaml"))) {
      Files.writeString(
          folder.resolve("gatehouse.yaml"),
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("PORT", Integer.toString(port))
              .replace("EFFECTS", effects.url()));
    }
    return new Victim(
        folder,
        port,
        List.of("dev.gatehouse.gateway.cli.Main", "serve", "--data", "data"),
        Map.of());
  }

  /// Begins runs, so many at a time, and cancels those that stay, until a time or until all are
  /// over and none is to be begun.
  private void work(Victim victim, long until, int atATime) {
    while (System.nanoTime() < until) {
      try {
        int open = look(victim);
        if (open < atATime) {
          begin(victim);
        } else if (open == 0) {
          return;
        }
      } catch (IOException down) {
        // It is being killed or just starting.
        Thread.onSpinWait();
      }
      Aftermath.pause(30);
    }
  }

  private void begin(Victim victim) throws IOException {
    String name = "r" + runs.size();
    Json body =
        Json.obj(
            "workflow",
            Json.of(runs.size() % 2 == 0 ? "trip" : "stay"),
            "input",
            Json.obj("name", Json.of(name), "items", Json.parse("[\"a\",\"b\",\"c\",\"d\"]")));
    HttpResponse<String> answer = victim.postOnce("/api/runs", "key", name, body);
    if (answer.statusCode() / 100 == 2) {
      runs.put(name, text(answer, "run_id"));
    }
  }

  /// {@return how many runs are not over}
  private int look(Victim victim) throws IOException {
    int open = 0;
    for (String run : runs.values()) {
      HttpResponse<String> answer = victim.get("/api/runs/" + run, "key");
      String status = text(answer, "status");
      open += Set.of("failed", "cancelled", "completed").contains(status) ? 0 : 1;
      if (status.equals("waiting") && !cancelled.contains(run)) {
        HttpResponse<String> word =
            victim.post("/api/runs/" + run + "/cancel", "key", Json.obj("rollback", Json.of(true)));
        if (word.statusCode() == 202) {
          cancelled.add(run);
        }
      }
    }
    return open;
  }

  private static String text(HttpResponse<String> answer, String member) {
    return answer.statusCode() / 100 == 2
        ? Json.parse(answer.body()).at(member).flatMap(Json::text).orElse("")
        : "";
  }
}
