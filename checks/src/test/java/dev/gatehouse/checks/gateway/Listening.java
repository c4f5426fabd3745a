package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One connection to the stream of a run, read as far as a test wants to know.
final class Listening implements AutoCloseable {

  private static final String DATA = "data:";

  private final BufferedReader reader;
  private final List<Json> events = new ArrayList<>();

  Listening(HttpResponse<InputStream> answer) {
    reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// Reads on up to the next event of this type.
  Json until(String type) throws IOException {
    for (var event = next(); event.isPresent(); event = next()) {
      if (Visitor.type(event.get()).equals(type)) {
        return event.get();
      }
    }
    throw new AssertionError("the stream ended without '" + type + "': " + events);
  }

  /// {@return everything there was, when the stream has ended}
  List<Json> rest() throws IOException {
    while (next().isPresent()) {}
    return List.copyOf(events);
  }

  /// {@return what was read so far}
  List<Json> heard() {
    return List.copyOf(events);
  }

  /// {@return the next event; empty when the stream has ended}
  Optional<Json> next() throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(DATA)) {
        Json event = Json.parse(line.substring(DATA.length()).strip());
        events.add(event);
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
