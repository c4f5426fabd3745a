package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.testkit.contract.BlobStoreContract;

class InMemoryBlobsTest implements BlobStoreContract {

  private final InMemoryStore memory = new InMemoryStore();

  @Override
  public BlobStore store() {
    return memory.blobs();
  }

  @Override
  public BlobStore reopen() {
    memory.close();
    return memory.blobs();
  }
}
