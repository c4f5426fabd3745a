package dev.gatehouse.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// The database file: its schema and its connections.
final class Database {

  /// The newest migration. Written into the file as `user_version`, so that a store that is up to
  /// date opens without Flyway, whose start costs more than all the rest of opening.
  static final int SCHEMA_VERSION = 1;

  private static final String MIGRATIONS = "classpath:dev/gatehouse/adapters/sqlite/schema";

  /// Four megabytes. What is in the write-ahead log needs its place in the database too, so on a
  /// disk that has been full this much must become free before writing goes on for good.
  private static final int PAGES_PER_CHECKPOINT = 1_000;

  /// Room for the pages of a large group of commits, which would otherwise be written twice.
  private static final int CACHE_KIBIBYTES = 8 << 10;

  private static final int BUSY_MILLIS = 5_000;

  private final String url;

  private Database(String url) {
    this.url = url;
  }

  /// Opens the file, makes it if need be, and brings its schema up to date.
  static Database open(Path file) throws IOException, SQLException {
    PrivateFiles.file(file);
    var database = new Database("jdbc:sqlite:" + file);
    database.migrate();
    return database;
  }

  /// A connection for the committer.
  Statements writer() throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    var connection = config.createConnection(url);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_PER_CHECKPOINT);
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      // What a change may have to take back is kept in memory, not in a file of its own.
      statement.execute("PRAGMA temp_store = MEMORY");
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new Statements(connection);
  }

  /// A connection that cannot write.
  Statements reader() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return new Statements(config.createConnection(url));
  }

  /// Moves the write-ahead log into the database, so that a closed store is one file.
  void checkpoint() throws SQLException {
    try (var connection = new SQLiteConfig().createConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private void migrate() throws IOException, SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    try (var connection = config.createConnection(url);
        var statement = connection.createStatement()) {
      int version;
      try (var result = statement.executeQuery("PRAGMA user_version")) {
        version = result.getInt(1);
      }
      if (version > SCHEMA_VERSION) {
        throw new SQLException(
            "its schema has version %s, written by a newer Gatehouse; this one knows versions up to %s"
                .formatted(version, SCHEMA_VERSION));
      }
      if (FreshSchema.fits(connection)) {
        FreshSchema.make(connection);
      } else if (version < SCHEMA_VERSION) {
        migrateWithFlyway();
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
      }
    }
  }

  private void migrateWithFlyway() {
    migrations(url).migrate();
  }

  /// The migrations of a database, as Flyway sees them.
  static Flyway migrations(String url) {
    var source = new SQLiteDataSource();
    source.setUrl(url);
    return Flyway.configure(Database.class.getClassLoader())
        .dataSource(source)
        .locations(MIGRATIONS)
        .load();
  }
}
