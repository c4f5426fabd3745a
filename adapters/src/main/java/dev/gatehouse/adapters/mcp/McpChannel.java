package dev.gatehouse.adapters.mcp;

import java.util.Map;

/// The way to one server and back: messages go out, messages come in, whatever carries them.
interface McpChannel extends AutoCloseable {

  /// Opens the way. Messages may come in before this returns.
  ///
  /// @throws McpException when the server cannot be reached
  void open(Listener listener) throws InterruptedException;

  /// Sends a message without waiting for what becomes of it: a request that gets lost is reported
  /// to the listener.
  ///
  /// @param headers what else HTTP says of it
  void send(RpcMessage message, Map<String, String> headers);

  /// Waits no longer for the answer to a request.
  ///
  /// @return whether the server learns of it by that; otherwise it must be told
  boolean abandon(long request);

  /// Listens, on a stream of its own, for what the server says unasked; a channel that hears it
  /// anyway does nothing.
  default void listen(Map<String, String> headers) {}

  /// {@return whether a request in flight may still be answered when the channel has ended}
  default boolean standsAlone() {
    return false;
  }

  /// Takes nothing new; what is in flight may end by itself where requests stand alone.
  default void retire() {
    close();
  }

  @Override
  void close();

  /// Hears what comes in.
  interface Listener {

    /// A message came.
    ///
    /// @param origin the request on whose stream it came, 0 when the channel cannot tell
    void received(RpcMessage message, long origin);

    /// A request will not be answered.
    void lost(long request, Loss loss);

    /// The channel is of no use any more.
    void ended(String why);
  }

  /// Why a request will not be answered.
  ///
  /// @param why a sentence without the server's name
  record Loss(Kind kind, String why) {}

  /// What is known of a lost request.
  enum Kind {
    /// It never reached the server.
    UNSENT,
    /// The server turned it down without doing anything.
    REFUSED,
    /// The server knows our session no more, and did nothing.
    SESSION_GONE,
    /// Whether the server acted on it is unknown.
    UNKNOWN
  }
}
