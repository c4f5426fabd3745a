package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;

/// One server-sent event of a rendered answer.
///
/// @param kind what it is for, so that a fault finds its place
/// @param text the event as it goes over the wire, blank line included
record ProviderFrame(Kind kind, String text) {

  static ProviderFrame named(Kind kind, String event, Json data) {
    return new ProviderFrame(kind, "event: " + event + "\ndata: " + data + "\n\n");
  }

  static ProviderFrame data(Kind kind, String data) {
    return new ProviderFrame(kind, "data: " + data + "\n\n");
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// What a frame is for.
  enum Kind {
    /// Opens the answer.
    START,
    /// Opens or closes a block, or belongs to one.
    BLOCK,
    /// Carries a piece of text or thought.
    WORDS,
    /// Carries a piece of a tool's arguments.
    ARGUMENTS,
    /// Ends the answer.
    END
  }
}
