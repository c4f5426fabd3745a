package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.PendingCall.Step;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.Optional;

/// Keeps a modern server telling us when its tools change, for as long as the connection lives.
final class Subscription {

  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final Json.Obj FILTER =
      Json.obj("notifications", Json.obj("toolsListChanged", Json.of(true)));

  private final McpConnection connection;
  private final Runnable missed;

  /// @param missed hears that changes may have been missed
  Subscription(McpConnection connection, Runnable missed) {
    this.connection = connection;
    this.missed = missed;
  }

  void keep() {
    McpThreads.virtual("mcp " + connection.server().name() + " changes", this::run);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!connection.isOver()) {
        Step end = ended(connection.begin("subscriptions/listen", FILTER));
        if (end instanceof Step.Refused || connection.isOver()) {
          return;
        }
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
        missed.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Step ended(PendingCall call) throws InterruptedException {
    while (true) {
      Optional<Step> step = call.next(LOOK);
      if (step.isPresent() && !(step.get() instanceof Step.Said)) {
        return step.get();
      }
    }
  }
}
