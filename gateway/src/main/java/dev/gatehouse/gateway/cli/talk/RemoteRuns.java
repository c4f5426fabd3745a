package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The runs of a server.
public final class RemoteRuns implements AutoCloseable {

  private final RemoteServer server;

  /// @param url where the server is; with a path, that is the prefix of its API, otherwise `/api`
  /// @param apiKey the key it knows the caller by
  public RemoteRuns(URI url, String apiKey) {
    this.server = new RemoteServer(url, apiKey);
  }

  /// {@return the newest runs the caller may see}
  ///
  /// @throws UsageException when the server refuses
  public Json list(int limit) {
    return server.fetch("/runs?limit=" + limit, server.key());
  }

  /// {@return a run, or with a question what the server says of it}
  ///
  /// @param question `/why`, `/blocked-on`, or nothing for the run itself
  /// @throws UsageException when there is no such run
  public Json ask(String run, String question) {
    return server.fetch(
        "/runs/" + URLEncoder.encode(run, StandardCharsets.UTF_8) + question, server.key());
  }

  /// Has a server do something with a run.
  ///
  /// @param deed `/cancel`, `/retry` or `/fork`
  /// @throws UsageException when the server refuses
  public Json order(String run, String deed, Json body) {
    return server.post(
        "/runs/" + URLEncoder.encode(run, StandardCharsets.UTF_8) + deed, body, server.key());
  }

  /// Reads the events of a run, those there were and those to come, until it has ended.
  ///
  /// @throws UsageException when there is no such run, or its stream breaks off
  public void tail(String run, Consumer<Json> reader) {
    try (var stream = server.events(run, server.key())) {
      for (var event = stream.next(); event.isPresent(); event = stream.next()) {
        reader.accept(Json.parse(event.get().data()));
      }
    } catch (IOException broken) {
      throw new UsageException(
          "the stream of run \"" + run + "\" broke off (" + broken + "); the run goes on", broken);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
