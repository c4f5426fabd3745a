package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.testkit.contract.EventStoreContract;

class InMemoryEventsTest implements EventStoreContract {

  private final InMemoryStore memory = new InMemoryStore();

  @Override
  public EventStore store() {
    return memory.events();
  }

  @Override
  public EventStore reopen() {
    memory.close();
    return memory.events();
  }
}
