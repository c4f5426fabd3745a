package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.kill.Listener.Heard;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is stored of a run, and whether whoever followed it was told the same.
record RunLog(String run, List<Json> entries) {

  /// Copies the entries.
  RunLog {
    entries = List.copyOf(entries);
  }

  static RunLog read(Victim victim, String token, String run) throws IOException {
    List<Json> all = new ArrayList<>();
    long after = 0;
    List<Json> page;
    do {
      Json answer =
          Json.parse(victim.get("/api/runs/" + run + "/events?after=" + after, token).body());
      page = answer.at("items").flatMap(Json::asArray).orElseThrow().items();
      all.addAll(page);
      after = page.isEmpty() ? after : number(page.getLast(), "seq");
    } while (!page.isEmpty());
    return new RunLog(run, all);
  }

  /// {@return the entries of a type}
  List<Json> of(String type) {
    return entries.stream().filter(entry -> text(entry, "type").equals(type)).toList();
  }

  static long number(Json json, String member) {
    return json.at(member).flatMap(Json::number).orElseThrow().longValue();
  }

  static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElse("");
  }

  /// What was heard is what is stored, nothing less and nothing twice.
  void compare(Listener listener, List<String> complaints) {
    String stored = stored();
    String heard = listener.text(run);
    if (!stored.equals(heard)) {
      complaints.add(run + ": heard «" + heard + "» but stored is «" + stored + "»");
    }
    kept(listener, complaints);
  }

  /// {@return what the model said, as it is stored}
  private String stored() {
    StringBuilder stored = new StringBuilder();
    for (Json entry : of("model_replied")) {
      for (Json block : entry.at("content").flatMap(Json::asArray).orElseThrow().items()) {
        stored.append(text(block, "type").equals("text") ? text(block, "text") : "");
      }
    }
    return stored.toString();
  }

  /// What a client was shown as durable is in the log, once, and was shown once.
  private void kept(Listener listener, List<String> complaints) {
    Set<Long> seqs = new HashSet<>();
    entries.forEach(entry -> seqs.add(number(entry, "seq")));
    Set<String> shown = new HashSet<>();
    for (Heard frame : listener.heard(run)) {
      frame
          .data()
          .at("run_seq")
          .flatMap(Json::number)
          .ifPresent(seq -> {
            if (!seqs.contains(seq.longValue())) {
              complaints.add(run + ": event " + seq + " was shown and is not stored");
            }
            if (!shown.add(seq + frame.type())) {
              complaints.add(run + ": event " + seq + " was shown twice");
            }
          });
    }
    if (seqs.size() != entries.size()
        || (long) entries.size() != number(entries.getLast(), "seq")) {
      complaints.add(run + ": the log has gaps or doubles");
    }
  }
}
