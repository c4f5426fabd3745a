package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.cli.talk.RemoteEvents.Heard;
import java.time.Duration;
import java.util.Optional;

/// An answer of a run on a server.
final class RemoteAnswer implements LiveAnswer {

  private final RemoteServer server;
  private final String token;
  private final String run;
  private final RemoteEvents events;

  RemoteAnswer(RemoteServer server, String token, String run, RemoteStream stream) {
    this.server = server;
    this.token = token;
    this.run = run;
    this.events = new RemoteEvents(server, token, run, stream);
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      Optional<Shown> shown = events.next(Duration.ofNanos(left)).flatMap(this::shown);
      if (shown.isPresent()) {
        return shown;
      }
    }
    return Optional.empty();
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
    events.close();
  }

  private Optional<Shown> shown(Heard heard) {
    return switch (heard) {
      case Heard.Said(Json event) -> WireReading.of(run, event);
      case Heard.Lost(String why) -> Optional.of(new Shown.Ended(Outcome.FAILED, why));
    };
  }
}
