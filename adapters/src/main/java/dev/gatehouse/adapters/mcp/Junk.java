package dev.gatehouse.adapters.mcp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a server said that is no message. Little of it is logged: each time its number has
/// doubled. For any number of threads.
final class Junk {

  private static final Logger LOG = System.getLogger(Junk.class.getName());

  private final String server;
  private final AtomicLong count = new AtomicLong();

  Junk(String server) {
    this.server = server;
  }

  void skip(String what) {
    long now = count.incrementAndGet();
    if (Long.bitCount(now) == 1) {
      LOG.log(
          Level.WARNING,
          "MCP server \"{0}\" said {1} times what is no message, now: {2}",
          server,
          now,
          what);
    }
  }

  long count() {
    return count.get();
  }
}
