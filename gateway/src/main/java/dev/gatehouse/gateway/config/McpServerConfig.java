package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One MCP server: a program of ours that speaks over its standard streams, or an address.
@AnyCase
public record McpServerConfig(
    @Doc("How it is reached: stdio, http (also streamable-http) or sse; told by command or url.")
        Optional<Kind> type,
    @Doc("The program of a stdio server.") Optional<String> command,
    @Doc("Its arguments.") List<String> args,
    @Doc("Its variables; it sees no others but PATH, HOME and a few like them.")
        Map<String, Secret> env,
    @Doc("The folder it runs in.") Optional<String> cwd,
    @Doc("The address of an http or sse server.") Optional<String> url,
    @Doc("Headers sent with every request, such as its credential.") Map<String, Secret> headers,
    @Doc("What is put before the names of its tools.") String toolPrefix,
    @Doc("Globs over its tools; all when empty.") List<String> tools,
    @Doc("Arguments of its tools that models are not shown.") List<String> stripInputFields,
    @Doc("How long one call may take.") Duration timeout,
    @Doc("How long a stream may be silent.") Duration sseReadTimeout,
    @Doc("Whether its own words about the effects of its tools are believed.") boolean trusted) {

  /// What a server is besides its command or address, which have no standard.
  public static final McpServerConfig STANDARD =
      new McpServerConfig(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          "",
          List.of(),
          List.of(),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          false);

  /// Copies the collections; refuses what reaches nothing.
  public McpServerConfig {
    args = List.copyOf(args);
    env = InOrder.copyOf(env);
    headers = InOrder.copyOf(headers);
    tools = List.copyOf(tools);
    stripInputFields = List.copyOf(stripInputFields);
    Require.positive("timeout", timeout);
    Require.positive("sse-read-timeout", sseReadTimeout);
    url.ifPresent(address -> Require.httpUrl("url", address));
    if (command.isPresent() && url.isPresent()) {
      throw new IllegalArgumentException("give either command or url, not both");
    }
    type.ifPresent(kind -> {
      if (kind == Kind.STDIO ? url.isPresent() : command.isPresent()) {
        throw new BadValueException(
            "type",
            " "
                + ScalarText.ofConstant(kind)
                + " does not go with "
                + (url.isPresent() ? "a url" : "a command"));
      }
    });
  }

  /// {@return whether it can be reached at all: nothing says where it is otherwise}
  public boolean isComplete() {
    return command.isPresent() || url.isPresent();
  }

  /// A server that is a program.
  public static McpServerConfig command(String program, String... args) {
    return Replaced.in(
        Replaced.in(STANDARD, "command", Optional.of(program)), "args", List.of(args));
  }

  /// {@return this server with a prefix for its tools}
  public McpServerConfig withToolPrefix(String prefix) {
    return Replaced.in(this, "toolPrefix", prefix);
  }

  /// {@return this server with another limit per call}
  public McpServerConfig withTimeout(Duration limit) {
    return Replaced.in(this, "timeout", limit);
  }

  /// {@return this server with variables of its own}
  public McpServerConfig withEnv(Map<String, Secret> variables) {
    return Replaced.in(this, "env", variables);
  }

  /// The transports, some under several names.
  public enum Kind {
    STDIO,
    HTTP,
    STREAMABLE_HTTP,
    STREAMABLE,
    SSE
  }
}
