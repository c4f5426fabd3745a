package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.adapters.sqlite.Committer.Verdict;
import dev.gatehouse.core.spi.RecordStore;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/// Records in the same database as the log, written by the same thread.
final class SqliteRecordStore implements RecordStore {

  private final Committer committer;
  private final Readers readers;

  SqliteRecordStore(Committer committer, Readers readers) {
    this.committer = committer;
    this.readers = readers;
  }

  @Override
  public Optional<byte[]> find(String space, String key, Instant now) {
    return readers.ask(
        "find record '%s' in '%s'".formatted(key, space),
        statements -> live(statements, new Place(space, key), now));
  }

  @Override
  public void put(String space, String key, byte[] value, Optional<Instant> expires) {
    committer.perform(
        "keep record '%s' in '%s'".formatted(key, space),
        statements -> {
          store(statements, new Place(space, key), value, expires);
          return new Verdict.Keep<>(key);
        });
  }

  @Override
  public Optional<byte[]> claim(
      String space, String key, byte[] value, Instant now, Instant expires) {
    var place = new Place(space, key);
    return committer.perform(
        "claim record '%s' in '%s'".formatted(key, space),
        statements -> {
          var present = live(statements, place, now);
          if (present.isEmpty()) {
            store(statements, place, value, Optional.of(expires));
          }
          return new Verdict.Keep<>(present);
        });
  }

  @Override
  public void remove(String space, String key) {
    committer.perform(
        "remove record '%s' from '%s'".formatted(key, space),
        statements -> {
          var delete = statements.of("DELETE FROM record WHERE space = ? AND name = ?");
          delete.setString(1, space);
          delete.setString(2, key);
          delete.execute();
          return new Verdict.Keep<>(key);
        });
  }

  @Override
  public int sweep(Instant now) {
    return committer.perform(
        "sweep records",
        statements -> {
          var delete = statements.of("DELETE FROM record WHERE expires <= ?");
          delete.setLong(1, Nanos.of(now));
          return new Verdict.Keep<>(delete.executeUpdate());
        });
  }

  private static Optional<byte[]> live(Statements statements, Place place, Instant now)
      throws SQLException {
    var query =
        statements.of(
            """
            SELECT value FROM record
            WHERE space = ? AND name = ? AND (expires IS NULL OR expires > ?)
            """);
    query.setString(1, place.space());
    query.setString(2, place.key());
    query.setLong(3, Nanos.of(now));
    try (var result = query.executeQuery()) {
      return result.next() ? Optional.of(result.getBytes(1)) : Optional.empty();
    }
  }

  private static void store(
      Statements statements, Place place, byte[] value, Optional<Instant> expires)
      throws SQLException {
    var upsert =
        statements.of(
            """
            INSERT INTO record (space, name, value, expires) VALUES (?, ?, ?, ?)
            ON CONFLICT (space, name) DO UPDATE SET value = excluded.value, expires = excluded.expires
            """);
    upsert.setString(1, place.space());
    upsert.setString(2, place.key());
    upsert.setBytes(3, value);
    if (expires.isPresent()) {
      upsert.setLong(4, Nanos.of(expires.get()));
    } else {
      upsert.setNull(4, Types.INTEGER);
    }
    upsert.execute();
  }

  private record Place(String space, String key) {}
}
