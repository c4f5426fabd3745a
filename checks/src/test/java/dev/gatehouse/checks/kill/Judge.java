package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.EffectServer.Effect;
import dev.gatehouse.checks.kill.KillLoop.Story;
import dev.gatehouse.checks.kill.Listener.Heard;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    if (!story.listener().done()) {
      complaints.add(story.run() + " has not ended");
      return;
    }
    List<Json> log = log(story);
    count(log);
    text(story, log, complaints);
    kept(story, log, complaints);
    calls(story, log, complaints);
  }

  /// {@return what the kills hit, in words}
  String hits() {
    return repeatedTurns + " turns run again, calls in doubt " + doubts;
  }

  private void count(List<Json> log) {
    for (Json entry : log) {
      switch (text(entry, "type")) {
        case "model_failed" -> repeatedTurns++;
        case "tool_call_doubted" -> doubts.merge(text(entry, "rule"), 1, Integer::sum);
        default -> {}
      }
    }
  }

  private List<Json> log(Story story) throws IOException {
    List<Json> all = new ArrayList<>();
    long after = 0;
    List<Json> page;
    do {
      Json answer =
          Json.parse(
              victim
                  .get("/api/runs/" + story.run() + "/events?after=" + after, story.token())
                  .body());
      page = answer.at("items").flatMap(Json::asArray).orElseThrow().items();
      all.addAll(page);
      after = page.isEmpty() ? after : number(page.getLast(), "seq");
    } while (!page.isEmpty());
    return all;
  }

  private static long number(Json json, String member) {
    return json.at(member).flatMap(Json::number).orElseThrow().longValue();
  }

  private static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElse("");
  }

  /// The texts joined over all connections, after the discards, are the stored answer.
  private static void text(Story story, List<Json> log, List<String> complaints) {
    StringBuilder stored = new StringBuilder();
    for (Json entry : log) {
      if (text(entry, "type").equals("model_replied")) {
        for (Json block : entry.at("content").flatMap(Json::asArray).orElseThrow().items()) {
          stored.append(text(block, "type").equals("text") ? text(block, "text") : "");
        }
      }
    }
    if (!stored.toString().equals(story.listener().text())) {
      complaints.add(
          story.run() + ": heard «" + story.listener().text() + "» but stored is «" + stored + "»");
    }
  }

  /// What a client was shown as durable is in the log, once, and was shown once.
  private static void kept(Story story, List<Json> log, List<String> complaints) {
    Set<Long> stored = new HashSet<>();
    log.forEach(entry -> stored.add(number(entry, "seq")));
    Set<String> shown = new HashSet<>();
    for (Heard frame : story.listener().heard()) {
      frame
          .data()
          .at("run_seq")
          .flatMap(Json::number)
          .ifPresent(seq -> {
            if (!stored.contains(seq.longValue())) {
              complaints.add(story.run() + ": event " + seq + " was shown and is not stored");
            }
            if (!shown.add(seq + frame.type())) {
              complaints.add(story.run() + ": event " + seq + " was shown twice");
            }
          });
    }
    if (stored.size() != log.size() || (long) log.size() != number(log.getLast(), "seq")) {
      complaints.add(story.run() + ": the log has gaps or doubles");
    }
  }

  /// Every call is finished once, and reached the world no more often than its rule allows.
  private void calls(Story story, List<Json> log, List<String> complaints) {
    Map<String, Integer> finished = new HashMap<>();
    Map<String, Integer> dispatched = new HashMap<>();
    Map<String, String> tools = new HashMap<>();
    for (Json entry : log) {
      String call = entry.at("call_id").flatMap(Json::text).orElse("");
      switch (text(entry, "type")) {
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
    if (tools.size() != StoryProvider.TURNS.stream().mapToInt(List::size).sum()) {
      complaints.add(story.run() + ": " + tools.size() + " calls were requested");
    }
  }
}
