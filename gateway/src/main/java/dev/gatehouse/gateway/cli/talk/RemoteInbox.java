package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that wait for a human on a server, or did, and what humans have allowed for good.
public final class RemoteInbox implements AutoCloseable {

  private static final int MAX_PAGES = 50;
  private static final int PAGE = 200;

  private final RemoteServer server;

  /// @param url where the server is; with a path, that is the prefix of its API, otherwise `/api`
  /// @param apiKey the key it knows the caller by
  public RemoteInbox(URI url, String apiKey) {
    this.server = new RemoteServer(url, apiKey);
  }

  /// {@return the calls the caller may see, newest first}
  ///
  /// @param statuses only these; all when empty
  /// @throws UsageException when the server refuses, or there are more than one list can hold
  public List<Json> list(List<String> statuses) {
    return all(
        "/approvals", statuses.isEmpty() ? "" : "&status=" + encoded(String.join(",", statuses)));
  }

  /// {@return the standing approvals the caller may see, newest first}
  public List<Json> grants() {
    return all("/grants", "");
  }

  /// Withdraws a standing approval.
  ///
  /// @return what the server says
  public Json revoke(String grant) {
    return server.delete("/grants/" + encoded(grant), server.key());
  }

  private List<Json> all(String path, String filter) {
    var all = new ArrayList<Json>();
    var cursor = Optional.of("");
    for (int page = 0; page < MAX_PAGES; page++) {
      var from = cursor.get().isEmpty() ? "" : "&cursor=" + encoded(cursor.get());
      var answer = server.fetch(path + "?limit=" + PAGE + filter + from, server.key());
      answer.at("items").flatMap(Json::asArray).ifPresent(items -> all.addAll(items.items()));
      cursor = answer.at("next_cursor").flatMap(Json::text);
      if (cursor.isEmpty()) {
        return List.copyOf(all);
      }
    }
    throw new UsageException(
        "there are more than "
            + MAX_PAGES * PAGE
            + " of "
            + path.substring(1)
            + "; ask for fewer with --status");
  }

  /// Gives a word on one.
  ///
  /// @param body the decision, as the wire spells it
  /// @return the approval as it is now
  /// @throws UsageException when it does not count
  public Json decide(String approval, Json body) {
    return server.post("/approvals/" + encoded(approval), body, server.key());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
