package dev.gatehouse.core.spi;

import java.util.List;
import java.util.function.Consumer;

/// A named group of tools that may come and go while the gateway runs, such as an MCP server.
public interface ToolSource extends AutoCloseable {

  /// {@return the name under which an agent's `tools` may mean all of them}
  String name();

  /// {@return the tools it knows of, in a stable order; one that is out of reach stays listed, and
  /// a call to it fails with `tools_unavailable`}
  List<Tool> tools();

  /// Tells when tools went away or came back.
  CancelSignal.Registration onChange(Consumer<Change> listener);

  @Override
  void close();

  /// Tools went away or came back.
  ///
  /// @param source the name of the source
  /// @param tools the names of the tools
  /// @param available whether they can be called now
  /// @param reason why, in a sentence
  record Change(String source, List<String> tools, boolean available, String reason) {

    /// Copies the names.
    public Change {
      tools = List.copyOf(tools);
    }
  }
}
