package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A client that keeps what it reads of one run, and voids what it is told to.
final class DiscardingReader {

  private static final Set<String> VOIDING = Set.of("stream_retry", "failover");

  private final List<Heard> heard = new ArrayList<>();

  private record Heard(String id, Json event, String text) {}

  /// Reads a whole stream.
  void read(String stream) {
    for (String frame : stream.split("\n\n")) {
      String id = "";
      for (String line : frame.split("\n")) {
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          hear(id, Json.parse(line.substring(5).strip()));
        }
      }
    }
  }

  private void hear(String id, Json event) {
    String type = Visitor.type(event);
    if (VOIDING.contains(type)) {
      discard(event.at("discard_from").flatMap(Json::text).orElseThrow());
    }
    String text =
        type.equals("text_delta") ? event.at("text").flatMap(Json::text).orElseThrow() : "";
    heard.add(new Heard(id, event, text));
  }

  private void discard(String from) {
    int at = heard.size() - 1;
    while (!heard.get(at).id().equals(from)) {
      at--;
    }
    for (int index = at; index < heard.size(); index++) {
      heard.set(index, new Heard(heard.get(index).id(), heard.get(index).event(), ""));
    }
  }

  /// {@return every event}
  List<Json> events() {
    return heard.stream().map(Heard::event).toList();
  }

  /// {@return all text that was not voided}
  String text() {
    StringBuilder text = new StringBuilder();
    heard.forEach(each -> text.append(each.text()));
    return text.toString();
  }
}
