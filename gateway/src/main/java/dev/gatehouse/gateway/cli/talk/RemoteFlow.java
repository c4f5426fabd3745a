package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.gateway.cli.talk.RemoteEvents.Heard;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Workflows and their runs on a server.
public final class RemoteFlow implements FlowFeed {

  private final RemoteServer server;
  private final String run;
  private final RemoteEvents events;
  private boolean ended;

  private RemoteFlow(RemoteServer server, String run) {
    this.server = server;
    this.run = run;
    this.events = new RemoteEvents(server, server.key(), run, server.events(run, server.key()));
  }

  /// Publishes a workflow on a server and begins a run of it.
  ///
  /// @throws UsageException when the server refuses
  public static FlowFeed begin(URI url, String key, Workflow workflow, Json input) {
    var server = new RemoteServer(url, key);
    Json edition = server.post("/workflows", WorkflowDocument.write(workflow), key);
    return begun(
        server,
        Json.object()
            .put("workflow", workflow.id())
            .put("version", edition.at("version").orElse(Json.NULL))
            .put("input", input)
            .build());
  }

  /// Begins a run of a workflow that a server knows.
  ///
  /// @throws UsageException when the server refuses
  public static FlowFeed begin(URI url, String key, String id, Json input) {
    return begun(new RemoteServer(url, key), Json.obj("workflow", Json.of(id), "input", input));
  }

  private static FlowFeed begun(RemoteServer server, Json order) {
    try {
      Json begun = server.post("/runs", order, server.key());
      return new RemoteFlow(server, server.text(begun, "run_id"));
    } catch (UsageException refused) {
      server.close();
      throw refused;
    }
  }

  /// {@return the document of a workflow that a server knows}
  public static Json document(URI url, String key, String id) {
    try (var server = new RemoteServer(url, key)) {
      String path = "/workflows/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
      return server.fetch(path, key).at("workflow").orElse(Json.NULL);
    }
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public List<Json> next(Duration patience) throws InterruptedException {
    return events.next(patience).map(this::event).stream().toList();
  }

  private Json event(Heard heard) {
    return switch (heard) {
      case Heard.Said(Json event) -> {
        ended = events.ends(event);
        yield event;
      }
      case Heard.Lost(String why) -> throw new UsageException(why);
    };
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public Optional<String> answer(String question, Optional<Json> value) {
    var body = Json.object().put("action", value.isPresent() ? "answer" : "decline");
    value.ifPresent(it -> body.put("value", it));
    try {
      server.post("/questions/" + question, body.build(), server.key());
      return Optional.empty();
    } catch (UsageException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public void cancel() {
    server.post("/runs/" + run + "/cancel", Json.object().build(), server.key());
  }

  @Override
  public Json record() {
    return server.fetch("/runs/" + run, server.key());
  }

  @Override
  public void close() {
    events.close();
    server.close();
  }
}
