package dev.gatehouse.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshSchemaTest {

  private static final String MADE =
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";
  private static final String DONE =
      "SELECT installed_rank, version, description, type, script, checksum, installed_by, success"
          + " FROM flyway_schema_history ORDER BY installed_rank";

  @TempDir private Path folder;

  @Test
  void freshFileIsWhatFlywayWouldHaveMade() throws Exception {
    var ours = folder.resolve("ours.db");
    var theirs = folder.resolve("theirs.db");

    Database.open(ours);
    Database.migrations("jdbc:sqlite:" + theirs).migrate();

    assertThat(rows(ours, MADE)).isEqualTo(rows(theirs, MADE)).isNotEmpty();
    assertThat(rows(ours, DONE)).isEqualTo(rows(theirs, DONE)).isNotEmpty();
    assertThat(rows(ours, "PRAGMA user_version"))
        .containsExactly(List.of(String.valueOf(Database.SCHEMA_VERSION)));
  }

  @Test
  void flywayFindsNothingToDoInAFreshFile() throws Exception {
    var file = folder.resolve("fresh.db");
    Database.open(file);

    var flyway = Database.migrations("jdbc:sqlite:" + file);
    flyway.validate();

    assertThat(flyway.info().pending()).isEmpty();
    assertThat(flyway.info().applied()).hasSize(Database.SCHEMA_VERSION);
  }

  @Test
  void fileOfAnInterruptedMigrationIsLeftToFlyway() throws Exception {
    var file = folder.resolve("half.db");
    Database.migrations("jdbc:sqlite:" + file).migrate();

    Database.open(file);

    assertThat(rows(file, "PRAGMA user_version"))
        .containsExactly(List.of(String.valueOf(Database.SCHEMA_VERSION)));
    assertThat(rows(file, DONE)).hasSize(Database.SCHEMA_VERSION);
  }

  private static List<List<String>> rows(Path file, String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
