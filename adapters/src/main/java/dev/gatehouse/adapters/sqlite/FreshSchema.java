package dev.gatehouse.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Makes the newest schema in an empty file, in one transaction and without Flyway.
///
/// Flyway needs a quarter of a server's first start to read its own configuration, before it finds
/// that there is nothing to migrate from. So an empty file gets the same scripts, and the table in
/// which Flyway keeps what it did; a file that holds anything is Flyway's. A test asks Flyway
/// whether it would have made the same.
final class FreshSchema {

  /// All migrations in their order, then what Flyway knows about them.
  private static final List<String> SCRIPTS =
      List.of("schema/V1__log_rows_ledgers_records.sql", "fresh/history.sql");

  private FreshSchema() {}

  /// {@return whether nothing at all is in the file}
  static boolean fits(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      return count.getInt(1) == 0;
    }
  }

  /// Makes the schema, or nothing.
  static void make(Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (String script : SCRIPTS) {
        statement.executeUpdate(text(script)); // the driver takes several statements at a time
      }
      statement.execute("PRAGMA user_version = " + Database.SCHEMA_VERSION);
      connection.commit();
    } catch (SQLException | IOException failed) {
      connection.rollback();
      throw failed;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String text(String script) throws IOException {
    try (InputStream bytes = FreshSchema.class.getResourceAsStream(script)) {
      if (bytes == null) {
        throw new IOException("the program lacks its file '" + script + "'");
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
