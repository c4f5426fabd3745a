package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import java.time.Duration;
import java.util.List;

/// All MCP servers of a gateway: opened together, closed together. Closing leaves no child process
/// behind.
public final class McpSources implements AutoCloseable {

  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private final Upstream upstream;
  private final ChildLauncher launcher = ChildLauncher.open();
  private final List<McpSource> sources;

  private McpSources(List<McpServer> servers, Upstream upstream, Rhythm rhythm) {
    this.upstream = upstream;
    this.sources =
        servers.stream().map(server -> new McpSource(server, this::channel, rhythm)).toList();
  }

  /// Starts to connect to servers, all at the same time, and does not wait for them.
  ///
  /// @param upstream the way out, which stays open when this is closed
  public static McpSources open(List<McpServer> servers, Upstream upstream) {
    return open(servers, upstream, Rhythm.STANDARD);
  }

  static McpSources open(List<McpServer> servers, Upstream upstream, Rhythm rhythm) {
    return new McpSources(servers, upstream, rhythm);
  }

  private McpChannel channel(McpServer server) {
    return switch (server.link()) {
      case Link.Stdio stdio -> new StdioChannel(server, stdio, launcher);
      case Link.Http http ->
          new HttpChannel(
              server,
              http.url(),
              new HttpLink(
                  upstream, http.headers(), longer(http.silence(), server), server.name()));
      case Link.Sse sse ->
          new SseChannel(
              server,
              sse.url(),
              new HttpLink(upstream, sse.headers(), longer(sse.silence(), server), server.name()));
    };
  }

  /// A server may well be silent for as long as one call may take.
  private static Duration longer(Duration silence, McpServer server) {
    Duration call = server.timeout().plusSeconds(1);
    return silence.compareTo(call) < 0 ? call : silence;
  }

  /// {@return the servers, in the order they were given}
  public List<McpSource> sources() {
    return sources;
  }

  /// Waits until it is known of every server whether it can be reached.
  ///
  /// @return false when the time was over first
  public boolean awaitSettled(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean all = true;
    for (McpSource source : sources) {
      all &= source.awaitSettled(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return all;
  }

  @Override
  public void close() {
    List<Thread> closing =
        sources.stream()
            .map(source -> McpThreads.virtual("mcp close " + source.name(), source::close))
            .toList();
    closing.forEach(thread -> McpThreads.join(thread, FAREWELL));
    launcher.close();
  }
}
