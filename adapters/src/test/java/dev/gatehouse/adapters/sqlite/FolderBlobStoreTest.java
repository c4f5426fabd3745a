package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.testkit.contract.BlobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest implements BlobStoreContract {

  private final Path folder;
  private SqliteStore sqlite;

  FolderBlobStoreTest(@TempDir Path folder) {
    this.folder = folder;
    sqlite = SqliteStore.open(folder);
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  @Override
  public BlobStore store() {
    return sqlite.blobs();
  }

  @Override
  public BlobStore reopen() {
    sqlite.close();
    sqlite = SqliteStore.open(folder);
    return store();
  }
}
