package dev.gatehouse.gateway;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.runtime.seat.SeatWorld;
import dev.gatehouse.runtime.stream.Frame;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/// Tells hooks what happened.
record HookObserver(Hooks hooks) implements SeatWorld.Observer {

  private static final Logger LOG = System.getLogger(HookObserver.class.getName());

  @Override
  public void recorded(String session, List<Frame> frames) {
    for (Frame frame : frames) {
      if (frame.body() instanceof Frame.Body.Recorded recorded) {
        try {
          tell(session, recorded);
        } catch (RuntimeException broken) {
          LOG.log(
              Level.WARNING,
              "a hook failed on " + recorded.event().getClass().getSimpleName(),
              broken);
        }
      }
    }
  }

  private void tell(String session, Frame.Body.Recorded recorded) {
    hooks.event(recorded);
    switch (recorded.event()) {
      case ModelEvent.ModelReplied reply ->
          hooks.usage(recorded.run(), reply.model(), reply.usage(), reply.cost());
      case ToolEvent.ToolCallFinished over -> {
        hooks.toolResult(recorded.run(), over.tool(), over.outcome());
        hooks.toolTiming(recorded.run(), over.tool(), Duration.ofMillis(over.millis()));
      }
      case SessionEvent.SessionEnded _ -> hooks.sessionExpired(session);
      default -> {}
    }
  }
}
