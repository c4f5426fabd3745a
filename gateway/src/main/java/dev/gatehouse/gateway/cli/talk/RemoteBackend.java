package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Task;
import dev.gatehouse.gateway.Worker;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Agents of a server, over its HTTP API.
public final class RemoteBackend implements Backend {

  private final RemoteServer server;

  /// @param url where the server is; with a path, that is the prefix of its API, otherwise `/api`
  /// @param apiKey the key it knows the caller by
  public RemoteBackend(URI url, String apiKey) {
    this.server = new RemoteServer(url, apiKey);
  }

  @Override
  public Talk talk(Optional<String> agent) {
    return new RemoteTalk(server, agent, server.session());
  }

  /// Has one task done that no human watches.
  ///
  /// @return the answer; the backend is closed with it
  /// @throws UsageException when there is no such agent or workflow
  public LiveAnswer run(Task task) {
    try {
      var worker = Worker.parse(task.worker());
      var kind = worker.among(known("/agents", "name", worker), known("/workflows", "id", worker));
      var run =
          server.text(server.post("/runs", order(task, worker, kind), server.key()), "run_id");
      var stream = server.events(run, server.key());
      var answer =
          new ToolsUsed(new RemoteAnswer(server, server.key(), run, stream), server::close);
      return kind == Worker.Kind.WORKFLOW ? new YieldedAnswer(answer) : answer;
    } catch (GatehouseException refused) {
      server.close();
      throw refused;
    }
  }

  /// {@return the name when the server has something of it, else the names of what it has}
  private List<String> known(String path, String member, Worker worker) {
    String name = URLEncoder.encode(worker.name(), StandardCharsets.UTF_8);
    return server.find(path + "/" + name, server.key()).isPresent()
        ? List.of(worker.name())
        : server
            .fetch(path + "?limit=200", server.key())
            .at("items")
            .flatMap(Json::asArray)
            .map(Json.Arr::items)
            .orElse(List.of())
            .stream()
            .flatMap(item -> item.at(member).flatMap(Json::text).stream())
            .toList();
  }

  private static Json order(Task task, Worker worker, Worker.Kind kind) {
    var order =
        switch (kind) {
          case AGENT -> Json.object().put("agent", worker.name()).put("input", task.text());
          case WORKFLOW -> Json.object().put("workflow", worker.name()).put("input", task.given());
        };
    return order
        .put("limits", limits(task.limits()))
        .put("metadata", Json.obj("task_digest", Json.of(task.digest())))
        .build();
  }

  private static Json limits(RunLimitsConfig bounds) {
    var limits = Json.object();
    bounds.maxTurns().ifPresent(turns -> limits.put("max_turns", turns.longValue()));
    bounds.maxBudgetUsd().ifPresent(cost -> limits.put("max_budget_usd", cost.dollars()));
    bounds.timeout().ifPresent(time -> limits.put("timeout_s", time.toMillis() / 1000.0));
    return limits.build();
  }

  @Override
  public void close() {
    server.close();
  }

  /// A conversation on the server.
  private record RemoteTalk(RemoteServer server, Optional<String> agent, RemoteServer.Seat seat)
      implements Talk {

    @Override
    public String session() {
      return seat.session();
    }

    @Override
    public LiveAnswer say(String text) {
      var message = Json.obj("role", Json.of("user"), "content", Json.of(text));
      var body =
          Json.object()
              .put("messages", Json.array(message))
              .put("context", Json.obj("history", Json.of("server")))
              .put("when_busy", "interrupt");
      agent.ifPresent(name -> body.put("agent", name));
      var stream = server.chat(body.build(), seat.token());
      return new RemoteAnswer(server, seat.token(), stream.run(), stream);
    }
  }
}
