package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.runtime.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the stream of a run on a server says, event by event. When the connection breaks, it is
/// opened again at the last cursor, so that nothing is missed or said twice. Read by one thread.
final class RemoteEvents implements AutoCloseable {

  private static final int MAX_WAITING = 1_024;
  private static final int MAX_RECONNECTS = 10;
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);
  private static final Set<String> TERMINAL = Set.of("stream_complete", "cancelled", "error");

  private final RemoteServer server;
  private final String token;
  private final String run;
  private final BlockingQueue<Heard> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Scope scope = new Scope();
  private volatile RemoteStream stream;

  /// What is heard.
  sealed interface Heard {

    /// An event of the wire.
    record Said(Json event) implements Heard {}

    /// Nothing more can be heard, though the run may go on.
    record Lost(String why) implements Heard {}
  }

  RemoteEvents(RemoteServer server, String token, String run, RemoteStream stream) {
    this.server = server;
    this.token = token;
    this.run = run;
    this.stream = stream;
    scope.fork("events-" + run, this::read);
  }

  /// {@return what came next; nothing when nothing does for so long}
  Optional<Heard> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// {@return whether an event is the last one of the run}
  boolean ends(Json event) {
    return event.at("type").flatMap(Json::text).filter(TERMINAL::contains).isPresent()
        && event.at("run_id").flatMap(Json::text).filter(run::equals).isPresent();
  }

  @Override
  public void close() {
    stream.close();
    scope.close();
  }

  private void read() {
    try {
      var cursor = "";
      for (int failures = 0; failures <= MAX_RECONNECTS; failures++) {
        var reached = follow(cursor);
        if (reached.isEmpty()) {
          return;
        }
        // A connection that brought something forward was a good one: the count begins anew.
        failures = reached.get().equals(cursor) ? failures : 0;
        cursor = reached.get();
        TimeUnit.MILLISECONDS.sleep(RECONNECT_PAUSE.toMillis());
        stream = server.resumed(run, cursor, token);
      }
      lost("the connection broke " + MAX_RECONNECTS + " times");
    } catch (UsageException refused) {
      lost(String.valueOf(refused.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// Reads a connection to its end.
  ///
  /// @return the cursor to go on from, empty when the run has ended
  private Optional<String> follow(String from) throws InterruptedException {
    var cursor = from;
    try {
      for (var event = stream.next(); event.isPresent(); event = stream.next()) {
        var said = Json.parse(event.get().data());
        waiting.put(new Heard.Said(said));
        if (ends(said)) {
          return Optional.empty();
        }
        cursor = event.get().id().orElse(cursor);
      }
    } catch (IOException | JsonException _) {
      // The connection broke, perhaps amid an event: the cursor says where to go on.
    }
    return Optional.of(cursor);
  }

  private void lost(String why) {
    var unheard = new Heard.Lost(why + "; run " + run + " may go on at the server");
    if (!waiting.offer(unheard)) {
      waiting.clear();
      waiting.add(unheard);
    }
  }
}
