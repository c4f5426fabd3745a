package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that follows one run through every crash, by the rules of the wire and nothing else.
final class Listener {

  private static final List<String> TERMINAL = List.of("stream_complete", "cancelled", "error");

  private final List<Heard> heard = new ArrayList<>();
  private String cursor = "";
  private volatile boolean done;

  /// A frame that was heard.
  ///
  /// @param text what a `text_delta` said; empty for all others
  record Heard(String id, String type, String text, Json data) {}

  boolean done() {
    return done;
  }

  List<Heard> heard() {
    return heard;
  }

  /// Listens until the stream ends or breaks.
  void listen(String url, String token, String run) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(
                      url
                          + "/api/chat/subscribe?run_id="
                          + run
                          + (cursor.isEmpty() ? "" : "&after=" + cursor))
                  .toURL()
                  .openConnection();
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setReadTimeout(20_000);
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        read(lines);
      }
    } catch (IOException broken) {
      // The server was killed, or is not up yet: whoever follows the run comes again.
      Thread.onSpinWait();
    }
  }

  private void read(BufferedReader lines) throws IOException {
    String id = "";
    Optional<String> data = Optional.empty();
    String line = lines.readLine();
    while (line != null) {
      if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data = Optional.of(line.substring(5).strip());
      } else if (line.isEmpty()) {
        if (data.isPresent()) {
          hear(id, Json.parse(data.get()));
        }
        id = "";
        data = Optional.empty();
      }
      line = lines.readLine();
    }
  }

  private void hear(String id, Json data) {
    String type = data.at("type").flatMap(Json::text).orElseThrow();
    if (!id.isEmpty()) {
      cursor = id;
    }
    if (type.equals("stream_retry")) {
      discard(data.at("discard_from").flatMap(Json::text).orElseThrow());
    }
    String text =
        type.equals("text_delta") ? data.at("text").flatMap(Json::text).orElseThrow() : "";
    heard.add(new Heard(id, type, text, data));
    done |= TERMINAL.contains(type);
  }

  /// Voids the text after a frame; if that was never heard, the text of the whole turn.
  private void discard(String from) {
    int last = heard.size() - 1;
    while (last >= 0
        && !heard.get(last).id().equals(from)
        && !heard.get(last).type().equals("turn_started")) {
      last--;
    }
    for (int index = Math.max(0, last); index < heard.size(); index++) {
      Heard frame = heard.get(index);
      if (!frame.text().isEmpty()) {
        heard.set(index, new Heard(frame.id(), "void", "", frame.data()));
      }
    }
  }

  /// {@return all text that was heard and not voided}
  String text() {
    StringBuilder text = new StringBuilder();
    heard.forEach(frame -> text.append(frame.text()));
    return text.toString();
  }
}
