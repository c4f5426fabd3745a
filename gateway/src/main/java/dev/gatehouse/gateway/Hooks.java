package dev.gatehouse.gateway;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.stream.Frame;
import java.time.Duration;

/// What a program may want to hear of its gateway. Every method does nothing unless it is
/// overridden. Methods are called after what they tell of is durable, on the thread that owns the
/// session: they must be quick. What they throw is logged and changes nothing, except in
/// [#sessionCreated].
public interface Hooks {

  /// Hears nothing.
  Hooks NONE = new Hooks() {};

  /// The gateway is ready.
  default void startup(Gateway gateway) {}

  /// The gateway is about to stop.
  default void shutdown() {}

  /// Something happened.
  default void event(Frame.Body.Recorded event) {}

  /// A model call was paid for.
  default void usage(String run, String model, Usage usage, Cost cost) {}

  /// A tool call is over.
  default void toolResult(String run, String tool, ToolOutcome outcome) {}

  /// A tool call took so long.
  default void toolTiming(String run, String tool, Duration time) {}

  /// A session begins. An exception ends it at once, and the client is told.
  default void sessionCreated(SessionState session) {}

  /// A session is over.
  default void sessionExpired(String session) {}
}
