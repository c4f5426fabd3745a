package dev.gatehouse.gateway.cli.talk;

import java.util.Optional;

/// Agents somebody can talk to, in this process or on a server.
public interface Backend extends AutoCloseable {

  /// Begins a conversation.
  ///
  /// @param agent the agent; the default one when empty
  /// @throws UsageException when there is no such agent
  Talk talk(Optional<String> agent);

  @Override
  void close();

  /// A conversation.
  interface Talk {

    /// {@return its session}
    String session();

    /// Says something; the answer comes bit by bit.
    LiveAnswer say(String text);
  }
}
