package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A tool that waits until its signal comes.
final class Patient implements Tool {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch signalled = new CountDownLatch(1);

  @Override
  public ToolSpec spec() {
    return new ToolSpec("wait", "waits", Json.obj("type", Json.of("object")));
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    try (CancelSignal.Registration _ = context.cancel().onCancel(signalled::countDown)) {
      begun.countDown();
      signalled.await();
    }
    return ToolOutcome.ok(Json.of("waited"));
  }

  /// {@return whether it waits, in good time}
  boolean waits() throws InterruptedException {
    return begun.await(60, TimeUnit.SECONDS);
  }

  /// {@return whether it was told to stop, in good time}
  boolean stopped() throws InterruptedException {
    return signalled.await(60, TimeUnit.SECONDS);
  }
}
