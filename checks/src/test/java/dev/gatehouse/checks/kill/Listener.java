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
import java.util.stream.Collectors;

/// A client that follows one run through every crash, by the rules of the wire and nothing else.
final class Listener {

  private static final List<String> TERMINAL = List.of("stream_complete", "cancelled", "error");

  private final List<Heard> heard = new ArrayList<>();
  private String cursor = "";
  private volatile boolean done;

  /// A frame that was heard.
  ///
  /// @param run whose it is: in a tree several speak
  /// @param text what a `text_delta` said; empty for all others
  record Heard(String id, String run, String type, String text, Json data) {}

  boolean done() {
    return done;
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
        read(lines, run);
      }
    } catch (IOException broken) {
      // The server was killed, or is not up yet: whoever follows the run comes again.
      Thread.onSpinWait();
    }
  }

  private void read(BufferedReader lines, String run) throws IOException {
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
          hear(id, run, Json.parse(data.get()));
        }
        id = "";
        data = Optional.empty();
      }
      line = lines.readLine();
    }
  }

  private void hear(String id, String followed, Json data) {
    String run = data.at("run_id").flatMap(Json::text).orElse(followed);
    String type = data.at("type").flatMap(Json::text).orElseThrow();
    if (!id.isEmpty()) {
      cursor = id;
    }
    if (type.equals("stream_retry")) {
      discard(run, data.at("discard_from").flatMap(Json::text).orElseThrow());
    }
    String text =
        type.equals("text_delta") ? data.at("text").flatMap(Json::text).orElseThrow() : "";
    heard.add(new Heard(id, run, type, text, data));
    done |= TERMINAL.contains(type) && run.equals(followed);
  }

  /// Voids a run's text after a frame; if that was never heard, the text of its whole turn.
  private void discard(String run, String from) {
    int last = heard.size() - 1;
    while (last >= 0
        && !heard.get(last).id().equals(from)
        && !(heard.get(last).type().equals("turn_started") && heard.get(last).run().equals(run))) {
      last--;
    }
    for (int index = Math.max(0, last); index < heard.size(); index++) {
      Heard frame = heard.get(index);
      if (!frame.text().isEmpty() && frame.run().equals(run)) {
        heard.set(index, new Heard(frame.id(), run, "void", "", frame.data()));
      }
    }
  }

  /// {@return all text of a run that was heard and not voided}
  String text(String run) {
    return heard(run).stream().map(Heard::text).collect(Collectors.joining());
  }

  /// {@return the frames of a run}
  List<Heard> heard(String run) {
    return heard.stream().filter(frame -> frame.run().equals(run)).toList();
  }
}
