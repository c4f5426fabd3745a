package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The schedules of a server.
public final class RemoteSchedules implements AutoCloseable {

  private static final int MAX_PAGES = 10;
  private static final int PAGE = 200;
  private static final Json NOTHING = Json.object().build();

  private final RemoteServer server;

  /// @param url where the server is; with a path, that is the prefix of its API, otherwise `/api`
  /// @param apiKey the key it knows the caller by
  public RemoteSchedules(URI url, String apiKey) {
    this.server = new RemoteServer(url, apiKey);
  }

  /// {@return the schedules the caller may see, newest first}
  ///
  /// @throws UsageException when the server refuses
  public List<Json> list() {
    var all = new ArrayList<Json>();
    var cursor = Optional.of("");
    for (int page = 0; page < MAX_PAGES && cursor.isPresent(); page++) {
      var from = cursor.get().isEmpty() ? "" : "&cursor=" + encoded(cursor.get());
      var answer = server.fetch("/schedules?limit=" + PAGE + from, server.key());
      answer.at("items").flatMap(Json::asArray).ifPresent(items -> all.addAll(items.items()));
      cursor = answer.at("next_cursor").flatMap(Json::text);
    }
    return List.copyOf(all);
  }

  /// {@return a schedule with the outcomes of its newest ticks}
  public Json show(String name) {
    return server.fetch(path(name), server.key());
  }

  /// {@return a new schedule, as it is then}
  public Json add(Json schedule) {
    return server.post("/schedules", schedule, server.key());
  }

  /// {@return a schedule after a change}
  public Json change(String name, Json change) {
    return server.patch(path(name), change, server.key());
  }

  /// {@return the run that a schedule begins now}
  public Json run(String name) {
    return server.post(path(name) + "/run", NOTHING, server.key());
  }

  /// Removes a schedule.
  public void remove(String name) {
    server.remove(path(name), server.key());
  }

  private static String path(String name) {
    return "/schedules/" + encoded(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
