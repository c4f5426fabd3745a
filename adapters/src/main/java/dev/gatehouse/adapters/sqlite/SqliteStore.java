package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.core.spi.StoreInUseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.FlywayException;

/// Everything one process must remember, in one folder: `gatehouse.db` (log, rows, ledgers,
/// records), `blobs/`, and `gatehouse.lock`, which keeps a second process out. Beside them lies
/// `native/`, SQLite itself. Thread-safe.
public final class SqliteStore implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SqliteStore.class.getName());

  private final DataFolder folder;
  private final Database database;
  private final Committer committer;
  private final Readers readers;
  private final EventStore events;
  private final RecordStore records;
  private final FolderBlobStore blobs;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStore(DataFolder folder, UnaryOperator<Lane.Connector> writers)
      throws IOException, SQLException {
    this.folder = folder;
    NativeSqlite.unpack(folder.nativeCode());
    database = Database.open(folder.database());
    blobs = FolderBlobStore.open(folder.blobs());
    committer = new Committer(writers.apply(database::writer));
    readers = new Readers(database::reader);
    events = new SqliteEventStore(committer, readers, this::close);
    records = new SqliteRecordStore(committer, readers);
  }

  /// {@return the id of the process that holds a folder, 0 when it holds it without saying so;
  /// empty when none does}
  public static OptionalLong holder(Path folder) {
    return DataFolder.holder(folder);
  }

  /// Opens the store in a folder, which is made if need be.
  ///
  /// @throws StoreInUseException when another process holds the folder
  /// @throws StoreException when the folder cannot be used
  public static SqliteStore open(Path folder) {
    return open(folder, UnaryOperator.identity());
  }

  /// Opens the store with a say in how the committer's connections are made.
  static SqliteStore open(Path path, UnaryOperator<Lane.Connector> writers) {
    try {
      var folder = DataFolder.hold(path);
      try {
        return new SqliteStore(folder, writers);
      } catch (IOException | SQLException | FlywayException e) {
        folder.close();
        throw e;
      }
    } catch (IOException | SQLException | FlywayException e) {
      throw new StoreException(
          "the data folder '"
              + path.toAbsolutePath().normalize()
              + "' cannot be used ("
              + e
              + "); make it writable or choose another",
          e);
    }
  }

  /// {@return the log, with rows and ledgers; closing it closes the whole store}
  public EventStore events() {
    return events;
  }

  /// {@return small facts by name}
  public RecordStore records() {
    return records;
  }

  /// {@return large values by digest}
  public BlobStore blobs() {
    return blobs;
  }

  /// Finishes what waits, moves the write-ahead log into the database and lets go of the folder.
  /// What is asked of the store from now on fails.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    committer.close();
    readers.close();
    blobs.close();
    try {
      database.checkpoint();
    } catch (SQLException e) { // nothing is lost: the next opening reads the write-ahead log
      LOG.log(Level.WARNING, "the write-ahead log could not be moved into the database", e);
    }
    try {
      folder.close();
    } catch (IOException e) { // the lock ends with the process at the latest
      LOG.log(Level.WARNING, "the lock file could not be closed", e);
    }
  }
}
