package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.runtime.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An answer of a run on a server. When the connection breaks, it is opened again at the last
/// cursor, so that nothing is missed or shown twice.
final class RemoteAnswer implements LiveAnswer {

  private static final int MAX_WAITING = 1_024;
  private static final int MAX_RECONNECTS = 10;
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);

  private final RemoteServer server;
  private final String token;
  private final String run;
  private final BlockingQueue<Shown> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Scope scope = new Scope();
  private volatile RemoteStream stream;

  RemoteAnswer(RemoteServer server, String token, String run, RemoteStream stream) {
    this.server = server;
    this.token = token;
    this.run = run;
    this.stream = stream;
    scope.fork("answer-" + run, this::read);
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void choose(String question, String choice) {
    server.post(
        "/questions/" + question,
        Json.obj("action", Json.of("answer"), "value", Json.of(choice)),
        token);
  }

  @Override
  public Optional<String> decide(Shown.ApprovalWanted wanted, Word word) {
    var decision = Json.object();
    switch (word) {
      case Word.Once _ -> decision.put("decision", "approve").put("scope", "once");
      case Word.Session _ -> decision.put("decision", "approve").put("scope", "session");
      case Word.Edited(var input) -> decision.put("decision", "approve").put("edited_input", input);
      case Word.No(var reason) -> {
        decision.put("decision", "deny");
        reason.ifPresent(why -> decision.put("reason", why));
      }
    }
    try {
      server.post("/approvals/" + wanted.approval(), decision.build(), token);
      return Optional.empty();
    } catch (UsageException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public void cancel() {
    server.post(
        "/runs/" + run + "/cancel",
        Json.obj("reason", Json.of("cancelled at the terminal")),
        token);
  }

  @Override
  public Json record() {
    return server.fetch("/runs/" + run, token);
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
        pause();
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
        var shown = WireReading.of(run, Json.parse(event.get().data()));
        if (shown.isPresent()) {
          waiting.put(shown.get());
          if (shown.get() instanceof Shown.Ended) {
            return Optional.empty();
          }
        }
        cursor = event.get().id().orElse(cursor);
      }
    } catch (IOException | JsonException _) {
      // The connection broke, perhaps amid an event: the cursor says where to go on.
    }
    return Optional.of(cursor);
  }

  private void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(RECONNECT_PAUSE.toMillis());
  }

  private void lost(String why) {
    var unseen = new Shown.Ended(Outcome.FAILED, why + "; run " + run + " may go on at the server");
    if (!waiting.offer(unseen)) {
      waiting.clear();
      waiting.add(unseen);
    }
  }
}
