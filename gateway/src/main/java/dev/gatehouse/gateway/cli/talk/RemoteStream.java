package dev.gatehouse.gateway.cli.talk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A stream of server-sent events. Used by one thread, but closed by any.
final class RemoteStream implements AutoCloseable {

  private final String run;
  private final InputStream body;
  private final BufferedReader lines;

  /// One event.
  ///
  /// @param id its cursor, empty when it moves none
  record Event(Optional<String> id, String data) {}

  RemoteStream(String run, InputStream body) {
    this.run = run;
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  String run() {
    return run;
  }

  /// Waits for the next event.
  ///
  /// @return empty at the end of the stream; an event without its blank line is dropped
  Optional<Event> next() throws IOException {
    var data = new StringBuilder();
    var id = Optional.<String>empty();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !data.isEmpty()) {
        return Optional.of(new Event(id, data.toString()));
      }
      if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(value(line));
      } else if (line.startsWith("id:")) {
        id = Optional.of(value(line));
      }
    }
    return Optional.empty();
  }

  private static String value(String line) {
    var value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // It is over either way.
    }
  }
}
