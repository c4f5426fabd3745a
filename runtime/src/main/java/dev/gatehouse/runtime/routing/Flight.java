package dev.gatehouse.runtime.routing;

import java.util.concurrent.atomic.AtomicBoolean;

/// A call that counts as in flight until it is closed.
public final class Flight implements AutoCloseable {

  private final HealthBook book;
  private final String deployment;
  private final Condition.Start start;
  private final AtomicBoolean over = new AtomicBoolean();

  Flight(HealthBook book, String deployment, Condition.Start start) {
    this.book = book;
    this.deployment = deployment;
    this.start = start;
  }

  Condition.Start start() {
    return start;
  }

  String deployment() {
    return deployment;
  }

  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      book.end(this);
    }
  }
}
