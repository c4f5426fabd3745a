package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpServer.Trust;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/// A tool as a server listed it, checked and made ours.
///
/// @param name what the server calls it
/// @param spec what models are told
/// @param policy how it is treated
/// @param headers the arguments that HTTP repeats
record ListedTool(String name, ToolSpec spec, ToolPolicy policy, ParamHeaders headers) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.:/-]{1,128}");
  private static final int MAX_DESCRIPTION = 8_000;
  private static final int MAX_SCHEMA = 128 << 10;

  /// Reads one entry of a list.
  ///
  /// @throws McpException when it cannot be offered, with the reason
  static ListedTool of(Json entry, McpServer server) {
    String name = entry.at("name").flatMap(Json::text).orElse("");
    String exposed = server.prefix() + name;
    if (name.isEmpty() || !NAME.matcher(exposed).matches()) {
      throw new McpException("the name \"" + exposed + "\" is not " + NAME.pattern());
    }
    Json.Obj schema =
        entry
            .at("inputSchema")
            .flatMap(Json::asObject)
            .filter(it -> it.at("type").flatMap(Json::text).filter("object"::equals).isPresent())
            .orElseThrow(() -> new McpException("its inputSchema is not that of an object"));
    if (schema.toString().length() > MAX_SCHEMA) {
      throw new McpException("its inputSchema is larger than " + MAX_SCHEMA + " characters");
    }
    ParamHeaders headers = headers(schema, server);
    Json.Obj shown = StrippedFields.without(server.strippedFields(), schema);
    return new ListedTool(
        name,
        new ToolSpec(exposed, description(entry), shown),
        policy(entry.at("annotations").orElse(Json.NULL), server),
        headers);
  }

  /// Only HTTP has headers; elsewhere the marks mean nothing.
  private static ParamHeaders headers(Json.Obj schema, McpServer server) {
    return server.link() instanceof McpServer.Link.Http
        ? ParamHeaders.of(schema)
            .orElseThrow(() -> new McpException("its x-mcp-header marks break the rules"))
        : ParamHeaders.NONE;
  }

  private static String description(Json entry) {
    String text =
        entry.at("description").or(() -> entry.at("title")).flatMap(Json::text).orElse("");
    return text.substring(0, Math.min(MAX_DESCRIPTION, text.length()));
  }

  /// A stranger's word can only make a tool look more dangerous.
  private static ToolPolicy policy(Json annotations, McpServer server) {
    boolean trusted = server.trust() == Trust.FULL;
    ToolPolicy standard = ToolPolicy.STANDARD.withTimeout(server.timeout());
    ToolPolicy policy = trusted ? standard : standard.untrusted();
    boolean reads = hint(annotations, "readOnlyHint").orElse(false);
    if (reads && trusted) {
      return policy.withEffect(Effect.READ);
    }
    if (!reads && hint(annotations, "destructiveHint").orElse(false)) {
      policy = policy.withEffect(Effect.IRREVERSIBLE);
    }
    return trusted && hint(annotations, "idempotentHint").orElse(false)
        ? policy.idempotently()
        : policy;
  }

  private static Optional<Boolean> hint(Json annotations, String name) {
    return annotations.at(name).flatMap(Json::bool);
  }
}
