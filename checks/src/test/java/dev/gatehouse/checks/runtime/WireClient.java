package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.Cursor;
import dev.gatehouse.protocols.api.NativeFace;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.random.Draw;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A client that knows what the wire says and nothing else, and whose connection breaks now and
/// then.
final class WireClient {

  private final SpeakingTree tree;
  private final Draw draw;
  private final List<Heard> heard = new ArrayList<>();
  private String cursor = "";
  private Onlooker onlooker;
  private int retries;

  /// A frame that was heard.
  private record Heard(String id, String run, String text) {}

  WireClient(SpeakingTree tree, Draw draw) {
    this.tree = tree;
    this.draw = draw;
    this.onlooker = tree.look(Place.START);
  }

  void reconnect() {
    onlooker.close();
    onlooker = tree.look(Cursor.parse(cursor).map(Cursor::place).orElse(Place.START));
  }

  /// Reads what there is; the connection may break in the middle of it.
  void read() throws InterruptedException {
    List<Frame> frames = onlooker.next(Duration.ZERO);
    boolean breaks = draw.chance(0.2);
    int arrives = breaks ? draw.between(0, frames.size()) : frames.size();
    for (Frame frame : frames.subList(0, arrives)) {
      hear(new String(frame.bytes(NativeFace.INSTANCE), StandardCharsets.UTF_8));
    }
    if (breaks) {
      reconnect();
    }
  }

  void readAll() throws InterruptedException {
    reconnect();
    while (!onlooker.ended()) {
      read();
    }
  }

  private void hear(String bytes) {
    if (bytes.isEmpty()) {
      return;
    }
    String[] lines = bytes.split("\n", -1);
    cursor = lines[0].substring("id: ".length());
    Json data = Json.parse(lines[1].substring("data: ".length()));
    String type = text(data, "type");
    if (type.equals("stream_retry")) {
      retries++;
      discard(text(data, "run_id"), text(data, "discard_from"));
    }
    boolean says = type.equals("text_delta") || type.equals("thinking_delta");
    heard.add(new Heard(cursor, text(data, "run_id"), says ? text(data, "text") : ""));
  }

  private static String text(Json data, String member) {
    return data.at(member).flatMap(Json::text).orElseThrow();
  }

  private void discard(String run, String from) {
    int first = heard.size() - 1;
    while (!heard.get(first).id().equals(from)) {
      first--;
    }
    for (int index = first; index < heard.size(); index++) {
      Heard frame = heard.get(index);
      if (frame.run().equals(run)) {
        heard.set(index, new Heard(frame.id(), run, ""));
      }
    }
  }

  /// {@return all that a run said and that was not voided}
  String text(String run) {
    StringBuilder text = new StringBuilder();
    for (Heard frame : heard) {
      if (frame.run().equals(run)) {
        text.append(frame.text());
      }
    }
    return text.toString();
  }

  int retries() {
    return retries;
  }
}
