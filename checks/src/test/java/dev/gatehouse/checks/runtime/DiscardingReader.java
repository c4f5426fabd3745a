package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A client that keeps what it reads of one run, and voids what it is told to.
public final class DiscardingReader {

  private static final Set<String> VOIDING = Set.of("stream_retry", "failover");

  private final List<Heard> heard = new ArrayList<>();
  private String cursor = "";

  private record Heard(String id, Json event, String text) {}

  /// Reads a piece of a stream that ends with an event.
  public void read(String stream) {
    for (String frame : stream.split("\n\n", -1)) {
      String id = "";
      for (String line : frame.split("\n", -1)) {
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          hear(id, Json.parse(line.substring(5).strip()));
        }
      }
    }
  }

  private void hear(String id, Json event) {
    String type = type(event);
    if (VOIDING.contains(type)) {
      discard(event.at("discard_from").flatMap(Json::text).orElseThrow());
    }
    String text =
        type.equals("text_delta") ? event.at("text").flatMap(Json::text).orElseThrow() : "";
    heard.add(new Heard(id, event, text));
    cursor = id.isEmpty() ? cursor : id;
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

  private static String type(Json event) {
    return event.at("type").flatMap(Json::text).orElse("");
  }

  /// {@return the last id, from which to go on}
  public String cursor() {
    return cursor;
  }

  /// {@return every event}
  public List<Json> events() {
    return heard.stream().map(Heard::event).toList();
  }

  /// {@return how many events of a type there were}
  public long count(String type) {
    return heard.stream().filter(each -> type(each.event()).equals(type)).count();
  }

  /// {@return all text that was not voided}
  public String text() {
    StringBuilder text = new StringBuilder();
    heard.forEach(each -> text.append(each.text()));
    return text.toString();
  }
}
