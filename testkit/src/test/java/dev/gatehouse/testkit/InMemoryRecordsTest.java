package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.testkit.contract.RecordStoreContract;

class InMemoryRecordsTest implements RecordStoreContract {

  private final InMemoryStore memory = new InMemoryStore();

  @Override
  public RecordStore store() {
    return memory.records();
  }

  @Override
  public RecordStore reopen() {
    memory.close();
    return memory.records();
  }
}
