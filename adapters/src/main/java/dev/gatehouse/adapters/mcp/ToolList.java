package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.PendingCall.Step;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a server's whole list of tools, page by page, within limits. An entry that cannot be
/// offered is passed over and logged, so that one bad tool does not cost the good ones.
final class ToolList {

  /// No list has more pages.
  static final int MAX_PAGES = 256;

  /// No server offers more tools; models would be lost among them long before.
  static final int MAX_TOOLS = 1_000;

  private static final Logger LOG = System.getLogger(ToolList.class.getName());

  private final McpConnection connection;
  private final Duration patience;
  private final List<ListedTool> tools = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ToolList(McpConnection connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  /// @param patience for each page
  /// @throws McpException when the server does not answer
  static List<ListedTool> read(McpConnection connection, Duration patience)
      throws InterruptedException {
    ToolList list = new ToolList(connection, patience);
    Optional<String> cursor = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (int page = 0; page < MAX_PAGES; page++) {
      cursor = list.page(cursor);
      if (cursor.isEmpty()) {
        return list.tools;
      }
      if (!seen.add(cursor.get())) {
        list.warn("its list of tools goes round in circles; the rest is passed over");
        return list.tools;
      }
    }
    list.warn("its list of tools has more than " + MAX_PAGES + " pages; the rest is passed over");
    return list.tools;
  }

  private Optional<String> page(Optional<String> cursor) throws InterruptedException {
    Json.Obj params =
        cursor.map(at -> Json.obj("cursor", Json.of(at))).orElse(Json.object().build());
    Step step = connection.ask("tools/list", params, patience);
    return switch (step) {
      case Step.Answered(Json.Obj result) -> {
        result
            .at("tools")
            .flatMap(Json::asArray)
            .ifPresent(entries -> entries.items().forEach(this::add));
        yield result.at("nextCursor").flatMap(Json::text);
      }
      case Step.Refused(RpcMessage.RpcError error) ->
          throw new McpException("it refused to list its tools: " + error.message());
      case Step.Lost(McpChannel.Loss loss) ->
          throw new McpException("it did not list its tools: " + loss.why());
      case Step.Said _ ->
          throw new IllegalStateException("what is said on the way was passed over");
    };
  }

  private void add(Json entry) {
    if (tools.size() >= MAX_TOOLS) {
      if (tools.size() == MAX_TOOLS && names.add("")) {
        warn("it has more than " + MAX_TOOLS + " tools; the rest is passed over");
      }
      return;
    }
    try {
      ListedTool tool = ListedTool.of(entry, connection.server());
      boolean wanted = wanted(tool, connection.server().tools());
      if (wanted && names.add(tool.name())) {
        tools.add(tool);
      }
    } catch (McpException unfit) {
      String name = entry.at("name").flatMap(Json::text).orElse("?");
      warn(
          "its tool \""
              + name.substring(0, Math.min(100, name.length()))
              + "\" is not offered: "
              + unfit.getMessage());
    }
  }

  private static boolean wanted(ListedTool tool, List<String> globs) {
    return globs.isEmpty()
        || globs.stream()
            .anyMatch(
                glob -> Glob.matches(glob, tool.name()) || Glob.matches(glob, tool.spec().name()));
  }

  private void warn(String what) {
    LOG.log(Level.WARNING, "MCP server \"{0}\": {1}", connection.server().name(), what);
  }
}
