package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.testkit.contract.RecordStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordStoreTest implements RecordStoreContract {

  private final Path folder;
  private SqliteStore sqlite;

  SqliteRecordStoreTest(@TempDir Path folder) {
    this.folder = folder;
    sqlite = SqliteStore.open(folder);
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  @Override
  public RecordStore store() {
    return sqlite.records();
  }

  @Override
  public RecordStore reopen() {
    sqlite.close();
    sqlite = SqliteStore.open(folder);
    return store();
  }
}
