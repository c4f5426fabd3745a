package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.EffectServer.Effect;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Says what is wrong with a tree of runs that went through crashes.
final class TreeJudge {

  /// The tools whose effect a crash may not repeat.
  private static final Set<String> ONCE =
      Set.of("mail", "book_add", "stranger_add", "stranger_put", "code_execute", "run_agent");

  private static final Set<String> WITHOUT_EFFECT = Set.of("code_execute_status", "run_agent");

  private final Victim victim;
  private final Map<String, List<String>> world = new HashMap<>();
  private final Map<String, String> resolved = new HashMap<>();
  private final Map<String, Integer> doubts = new TreeMap<>();
  private int repeatedTurns;
  private int runs;

  TreeJudge(Victim victim, Household household, List<Effect> effects) throws IOException {
    this.victim = victim;
    effects.forEach(effect -> happened(effect.tool(), effect.key()));
    for (String line : Files.readAllLines(household.ledger())) {
      String[] words = line.split(" ", -1);
      happened(words[0], words[1]);
    }
    for (Path program : programs(household.workspaces())) {
      Files.readAllLines(program).forEach(key -> happened("code_execute", key));
    }
  }

  private void happened(String tool, String key) {
    world.computeIfAbsent(key, _ -> new ArrayList<>()).add(tool);
  }

  private static List<Path> programs(Path workspaces) throws IOException {
    if (Files.notExists(workspaces)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(workspaces)) {
      return files.filter(file -> file.endsWith("ledger.txt")).toList();
    }
  }

  int runs() {
    return runs;
  }

  /// {@return what the kills hit, in words}
  String hits() {
    return repeatedTurns + " turns run again, calls in doubt " + doubts;
  }

  void judge(Story story, List<String> complaints) throws IOException {
    if (!story.done()) {
      complaints.add(story.name() + " " + story.run() + " has not ended");
      return;
    }
    judge(story, story.run(), complaints);
  }

  private void judge(Story story, String run, List<String> complaints) throws IOException {
    runs++;
    RunLog log = RunLog.read(victim, story.token(), run);
    log.compare(story.listener(), complaints);
    count(log);
    Json last = log.entries().getLast();
    if (!RunLog.text(last, "type").equals("run_completed")) {
      complaints.add(story.name() + " " + run + " ended with " + last);
    }
    int calls = log.of("tool_call_requested").size();
    if (calls != Plots.plot(log.of("run_created").toString()).calls()) {
      complaints.add(story.name() + " " + run + ": " + calls + " calls were requested");
    }
    for (Json requested : log.of("tool_call_requested")) {
      call(log, requested, complaints);
    }
    for (Json child : log.of("child_started")) {
      judge(story, RunLog.text(child, "child"), complaints);
    }
  }

  private void count(RunLog log) {
    repeatedTurns += log.of("model_failed").size();
    log.of("tool_call_doubted")
        .forEach(doubt -> doubts.merge(RunLog.text(doubt, "rule"), 1, Integer::sum));
    log.of("approval_resolved")
        .forEach(it -> resolved.put(RunLog.text(it, "approval"), RunLog.text(it, "decision")));
  }

  /// A call is finished once; it reached the world no more often than its rule allows, and never
  /// against a human's word.
  private void call(RunLog log, Json requested, List<String> complaints) {
    String id = RunLog.text(requested, "call_id");
    String tool = RunLog.text(requested, "tool");
    String what = log.run() + ": " + tool + " " + id;
    List<Json> finished = about(log.of("tool_call_finished"), id);
    int sent = about(log.of("tool_call_dispatched"), id).size();
    if (finished.size() != 1) {
      complaints.add(what + " finished " + finished.size() + " times");
      return;
    }
    if (WITHOUT_EFFECT.contains(tool)) {
      return;
    }
    long reached =
        key(requested)
            .map(key -> world.getOrDefault(key, List.of()).stream().filter(tool::equals).count())
            .orElse(-1L);
    boolean approved =
        about(log.of("approval_resolved"), id).stream()
            .anyMatch(it -> RunLog.text(it, "decision").equals("approved"));
    boolean well =
        RunLog.text(finished.getFirst().at("outcome").orElseThrow(), "type").equals("ok");
    if (reached > sent
        || (ONCE.contains(tool) && reached > 1)
        || (tool.equals("mail") && reached > 0 && !approved)
        || (well && reached < 1 && !wasInterrupted(finished.getFirst()))) {
      complaints.add(
          what
              + " happened "
              + reached
              + " times, was sent "
              + sent
              + " times, "
              + (approved ? "approved" : "not approved")
              + ": "
              + finished.getFirst());
    }
  }

  private static List<Json> about(List<Json> entries, String call) {
    return entries.stream().filter(it -> RunLog.text(it, "call_id").equals(call)).toList();
  }

  /// A program may have been killed before it did anything.
  private static boolean wasInterrupted(Json finished) {
    String text = finished.toString();
    return text.contains("gateway_restart") || text.contains("\"running\"");
  }

  private static Optional<String> key(Json requested) {
    Json input = requested.at("input").orElseThrow();
    return input
        .at("key")
        .flatMap(Json::text)
        .or(() ->
            input
                .at("code")
                .flatMap(Json::text)
                .map(code -> code.substring(code.indexOf("write('") + 7, code.indexOf("\\n')"))));
  }

  /// Every decision that was acknowledged is in the log.
  void acknowledged(Map<String, String> decided, List<String> complaints) {
    decided.forEach((approval, decision) -> {
      String stored = resolved.getOrDefault(approval, "nothing");
      if (!stored.equals(decision.equals("approve") ? "approved" : "denied")) {
        complaints.add(approval + " was told " + decision + " and holds " + stored);
      }
    });
  }
}
