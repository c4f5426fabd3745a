package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.testkit.contract.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreTest implements EventStoreContract {

  private final Path folder;
  private SqliteStore sqlite;

  SqliteEventStoreTest(@TempDir Path folder) {
    this.folder = folder;
    sqlite = SqliteStore.open(folder);
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  @Override
  public EventStore store() {
    return sqlite.events();
  }

  @Override
  public EventStore reopen() {
    sqlite.close();
    sqlite = SqliteStore.open(folder);
    return store();
  }
}
