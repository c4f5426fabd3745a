package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads server-sent events as a client does.
final class SseEvents implements AutoCloseable {

  private final BufferedReader reader;

  /// One event.
  record Sse(Optional<String> id, Json data) {

    String type() {
      return text("type");
    }

    String text(String name) {
      return data.at(name).flatMap(Json::text).orElse("");
    }
  }

  SseEvents(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /// {@return the next event, nothing at the end}
  Optional<Sse> next() {
    try {
      Optional<String> id = Optional.empty();
      Optional<Json> data = Optional.empty();
      String line = reader.readLine();
      while (line != null) {
        if (line.startsWith("id: ")) {
          id = Optional.of(line.substring(4));
        } else if (line.startsWith("data: ")) {
          data = Optional.of(Json.parse(line.substring(6)));
        } else if (line.isEmpty() && data.isPresent()) {
          return Optional.of(new Sse(id, data.get()));
        }
        line = reader.readLine();
      }
      return Optional.empty();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Reads on to an event of this type.
  Sse until(String type) {
    Optional<Sse> event = next();
    while (event.isPresent()) {
      if (event.get().type().equals(type)) {
        return event.get();
      }
      event = next();
    }
    throw new AssertionError("the stream ended before " + type);
  }

  /// {@return all that is left}
  List<Sse> rest() {
    List<Sse> all = new ArrayList<>();
    Optional<Sse> event = next();
    while (event.isPresent()) {
      all.add(event.get());
      event = next();
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
