package dev.gatehouse.bench;

import java.io.IOException;

/// How a candidate is asked for streams. A new kind of server is measured by a new dialect.
interface StreamDialect {

  /// Prepares what the server wants to know before it is asked, such as sessions; not measured.
  ///
  /// @param count how many connections will ask; each has a seat of its own
  Seats seats(int port, int count) throws IOException;

  /// The requests of prepared connections.
  interface Seats {
    /// The request for a new stream.
    byte[] ask(int seat, StreamShape shape);

    /// The request that follows a run from its start, also after a restart. A server that shares no
    /// runs is asked for a new stream of the same shape.
    byte[] follow(int seat, StreamShape shape, String runId);
  }
}
