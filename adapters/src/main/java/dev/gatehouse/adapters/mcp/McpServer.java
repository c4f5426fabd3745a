package dev.gatehouse.adapters.mcp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One MCP server as it is configured.
///
/// @param name what the configuration calls it
/// @param link how it is reached
/// @param prefix what is put before the names of its tools
/// @param timeout how long one call may take
/// @param trust whether its own words about the effects of its tools are believed
/// @param tools globs over the names of its tools, with or without the prefix; empty takes all
/// @param strippedFields arguments that models are not shown
public record McpServer(
    String name,
    Link link,
    String prefix,
    Duration timeout,
    Trust trust,
    List<String> tools,
    List<String> strippedFields) {

  /// Copies the lists and refuses what cannot be.
  public McpServer {
    tools = List.copyOf(tools);
    strippedFields = List.copyOf(strippedFields);
    if (name.isBlank()) {
      throw new IllegalArgumentException("an MCP server needs a name");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of MCP server '" + name + "' must be positive, not " + timeout);
    }
  }

  /// A server with one minute per call, no prefix, no filter and no trust.
  public static McpServer of(String name, Link link) {
    return new McpServer(name, link, "", Duration.ofMinutes(1), Trust.NONE, List.of(), List.of());
  }

  /// {@return this server with a prefix for its tools}
  public McpServer withPrefix(String text) {
    return new McpServer(name, link, text, timeout, trust, tools, strippedFields);
  }

  /// {@return this server with another time limit per call}
  public McpServer withTimeout(Duration limit) {
    return new McpServer(name, link, prefix, limit, trust, tools, strippedFields);
  }

  /// {@return this server, trusted or not}
  public McpServer withTrust(Trust other) {
    return new McpServer(name, link, prefix, timeout, other, tools, strippedFields);
  }

  /// {@return this server with a filter over its tools}
  public McpServer withTools(List<String> globs) {
    return new McpServer(name, link, prefix, timeout, trust, globs, strippedFields);
  }

  /// {@return this server with arguments that models are not shown}
  public McpServer withStrippedFields(List<String> fields) {
    return new McpServer(name, link, prefix, timeout, trust, tools, fields);
  }

  /// {@return where its tools run, as clients are told}
  public String location() {
    return "mcp:" + name;
  }

  /// Whether a server's annotations of its own tools are believed. They can always make a tool look
  /// more dangerous; only those of a trusted server can make it look harmless.
  public enum Trust {
    NONE,
    FULL
  }

  /// How a server is reached.
  public sealed interface Link {

    /// A child process that speaks over its standard streams.
    ///
    /// @param environment the only variables it gets beside a few harmless ones
    record Stdio(List<String> command, Map<String, String> environment, Optional<Path> folder)
        implements Link {

      /// Copies the collections.
      public Stdio {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
          throw new IllegalArgumentException("an MCP server over stdio needs a command");
        }
      }

      @Override
      public String toString() {
        return "Stdio[command=" + command + ", environment=" + environment.keySet() + "]";
      }
    }

    /// A server that speaks streamable HTTP.
    ///
    /// @param headers sent with every request, such as its credential
    /// @param silence how long a stream may say nothing
    record Http(URI url, Map<String, String> headers, Duration silence) implements Link {

      /// Copies the headers.
      public Http {
        headers = Map.copyOf(headers);
      }

      @Override
      public String toString() {
        return "Http[url=" + url + ", headers=" + headers.keySet() + "]";
      }
    }

    /// A server that speaks the older transport: one stream down, posts up.
    ///
    /// @param headers sent with every request, such as its credential
    /// @param silence how long a stream may say nothing
    record Sse(URI url, Map<String, String> headers, Duration silence) implements Link {

      /// Copies the headers.
      public Sse {
        headers = Map.copyOf(headers);
      }

      @Override
      public String toString() {
        return "Sse[url=" + url + ", headers=" + headers.keySet() + "]";
      }
    }
  }
}
