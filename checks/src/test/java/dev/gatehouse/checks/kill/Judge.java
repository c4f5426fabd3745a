package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.EffectServer.Effect;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says what is wrong with a run that went through crashes.
final class Judge {

  private final Victim victim;
  private final List<Effect> effects;
  private int repeatedTurns;
  private final Map<String, Integer> doubts = new TreeMap<>();

  Judge(Victim victim, List<Effect> effects) {
    this.victim = victim;
    this.effects = effects;
  }

  void judge(Story story, List<String> complaints) throws IOException {
    if (!story.done()) {
      complaints.add(story.run() + " has not ended");
      return;
    }
    RunLog log = RunLog.read(victim, story.token(), story.run());
    count(log);
    log.compare(story.listener(), complaints);
    calls(story, log, complaints);
  }

  /// {@return what the kills hit, in words}
  String hits() {
    return repeatedTurns + " turns run again, calls in doubt " + doubts;
  }

  private void count(RunLog log) {
    for (Json entry : log.entries()) {
      switch (RunLog.text(entry, "type")) {
        case "model_failed" -> repeatedTurns++;
        case "tool_call_doubted" -> doubts.merge(RunLog.text(entry, "rule"), 1, Integer::sum);
        default -> {}
      }
    }
  }

  /// Every call is finished once, and reached the world no more often than its rule allows.
  private void calls(Story story, RunLog log, List<String> complaints) {
    Map<String, Integer> finished = new HashMap<>();
    Map<String, Integer> dispatched = new HashMap<>();
    Map<String, String> tools = new HashMap<>();
    for (Json entry : log.entries()) {
      String call = entry.at("call_id").flatMap(Json::text).orElse("");
      switch (RunLog.text(entry, "type")) {
        case "tool_call_requested" ->
            tools.put(call, entry.at("tool").flatMap(Json::text).orElseThrow());
        case "tool_call_dispatched" -> dispatched.merge(call, 1, Integer::sum);
        case "tool_call_finished" -> finished.merge(call, 1, Integer::sum);
        default -> {}
      }
    }
    tools.forEach((call, tool) -> {
      long reached =
          effects.stream().filter(effect -> effect.key().equals(story.run() + ":" + call)).count();
      int sent = dispatched.getOrDefault(call, 0);
      boolean once = tool.equals("mail") || tool.equals("stamp");
      if (finished.getOrDefault(call, 0) != 1) {
        complaints.add(story.run() + ": " + call + " finished " + finished.get(call) + " times");
      }
      if (reached > sent || (once && reached > 1)) {
        complaints.add(
            story.run()
                + ": "
                + tool
                + " "
                + call
                + " happened "
                + reached
                + " times, sent "
                + sent);
      }
    });
    if (tools.size() != Tale.TURNS.stream().mapToInt(List::size).sum()) {
      complaints.add(story.run() + ": " + tools.size() + " calls were requested");
    }
  }
}
