package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a server owes to places outside.
public final class RemoteDeliveries implements AutoCloseable {

  private static final int MAX_PAGES = 50;
  private static final int PAGE = 200;

  private final RemoteServer server;

  /// @param url where the server is; with a path, that is the prefix of its API, otherwise `/api`
  /// @param apiKey the key it knows the caller by
  public RemoteDeliveries(URI url, String apiKey) {
    this.server = new RemoteServer(url, apiKey);
  }

  /// {@return the deliveries the caller may see, newest first}
  ///
  /// @param statuses only these; all when empty
  /// @throws UsageException when the server refuses, or there are more than one list can hold
  public List<Json> list(List<String> statuses) {
    var wanted = statuses.isEmpty() ? "" : "&status=" + encoded(String.join(",", statuses));
    var all = new ArrayList<Json>();
    var cursor = Optional.of("");
    for (int page = 0; page < MAX_PAGES; page++) {
      var from = cursor.get().isEmpty() ? "" : "&cursor=" + encoded(cursor.get());
      var answer = server.fetch("/deliveries?limit=" + PAGE + wanted + from, server.key());
      answer.at("items").flatMap(Json::asArray).ifPresent(items -> all.addAll(items.items()));
      cursor = answer.at("next_cursor").flatMap(Json::text);
      if (cursor.isEmpty()) {
        return List.copyOf(all);
      }
    }
    throw new UsageException(
        "there are more than " + MAX_PAGES * PAGE + " deliveries; ask for fewer with --status");
  }

  /// Has a delivery tried at once.
  ///
  /// @return the delivery as it is now
  /// @throws UsageException when the server refuses
  public Json retry(String delivery) {
    return server.post(
        "/deliveries/" + encoded(delivery) + "/retry", Json.object().build(), server.key());
  }

  /// Has a delivery given up.
  ///
  /// @return the delivery as it is now
  /// @throws UsageException when the server refuses
  public Json drop(String delivery) {
    return server.delete("/deliveries/" + encoded(delivery), server.key());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
