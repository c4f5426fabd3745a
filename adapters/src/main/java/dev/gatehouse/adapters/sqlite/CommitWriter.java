package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.adapters.sqlite.Committer.Verdict;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.EventStore.Row;
import java.sql.SQLException;
import java.util.Optional;

/// Writes one commit: first the events, then the ledgers, then the rows. What stops it is taken
/// back by the committer.
final class CommitWriter {

  private final Statements statements;

  private CommitWriter(Statements statements) {
    this.statements = statements;
  }

  static Verdict<Outcome> write(Commit commit, Statements statements) throws SQLException {
    return new CommitWriter(statements).write(commit);
  }

  private Verdict<Outcome> write(Commit commit) throws SQLException {
    for (var append : commit.appends()) {
      if (!append(append)) {
        var expected = append.entries().getFirst().seq();
        return new Verdict.Undo<>(new Outcome.Conflict(append.stream(), expected));
      }
    }
    for (var debit : commit.debits()) {
      var refused = debit(debit);
      if (refused.isPresent()) {
        return new Verdict.Undo<>(refused.get());
      }
    }
    for (var row : commit.rows()) {
      replace(row);
    }
    return new Verdict.Keep<>(new Outcome.Appended());
  }

  /// {@return whether the stream ended where it was expected to}
  private boolean append(Append append) throws SQLException {
    if (append.entries().getFirst().seq() != lastSeq(append.stream()) + 1) {
      return false;
    }
    try {
      for (var entry : append.entries()) {
        insert(append.root(), entry);
      }
      return true;
    } catch (SQLException e) {
      if (SqliteCodes.constraintBroken(e)) {
        return false; // somebody else has taken this place in the tree
      }
      throw e;
    }
  }

  private long lastSeq(String stream) throws SQLException {
    var last = statements.of("SELECT max(seq) FROM event WHERE stream = ?");
    last.setString(1, stream);
    try (var result = last.executeQuery()) {
      return result.getLong(1);
    }
  }

  private void insert(String root, Entry entry) throws SQLException {
    var insert =
        statements.of(
            """
            INSERT INTO event (stream, seq, root, pos, at, schema, type, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """);
    insert.setString(1, entry.stream());
    insert.setLong(2, entry.seq());
    insert.setString(3, root);
    insert.setLong(4, entry.pos());
    insert.setLong(5, Nanos.of(entry.at()));
    insert.setInt(6, entry.schema());
    insert.setString(7, entry.type());
    insert.setString(8, entry.body());
    insert.execute();
  }

  private Optional<Outcome> debit(Debit debit) throws SQLException {
    var balance = balance(statements, debit.ledger());
    var after = balance.plus(debit.amount());
    if (debit.cap().isPresent() && debit.amount().value() >= 0) {
      var cap = debit.cap().get();
      if (after.compareTo(cap) > 0) {
        return Optional.of(new Outcome.Refused(debit.ledger(), balance, cap));
      }
    }
    var upsert =
        statements.of(
            """
            INSERT INTO ledger (name, root, balance) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET balance = excluded.balance
            """);
    upsert.setString(1, debit.ledger());
    upsert.setString(2, debit.root());
    upsert.setLong(3, after.value());
    upsert.execute();
    return Optional.empty();
  }

  static Cost balance(Statements statements, String ledger) throws SQLException {
    var query = statements.of("SELECT balance FROM ledger WHERE name = ?");
    query.setString(1, ledger);
    try (var result = query.executeQuery()) {
      return result.next() ? new Cost(result.getLong(1)) : Cost.ZERO;
    }
  }

  /// Most rows that are written again stand where they stood in every list: then no index is
  /// touched, of which there are five.
  private void replace(Row row) throws SQLException {
    if (!update(row)) {
      upsert(row);
    }
  }

  /// {@return whether the row is there and stands where it stood}
  private boolean update(Row row) throws SQLException {
    var update =
        statements.of(
            """
            UPDATE entry SET subject = ?, updated = ?, text = ?, folded = ?, body = ?
            WHERE kind = ? AND id = ? AND root = ? AND tenant = ? AND owner = ? AND status = ?
              AND session = ? AND created = ?
            """);
    update.setString(1, row.subject());
    update.setLong(2, Nanos.of(row.updated()));
    update.setString(3, row.text());
    update.setString(4, RowSearch.fold(row.text()));
    update.setString(5, row.body());
    update.setString(6, row.kind());
    update.setString(7, row.id());
    update.setString(8, row.root());
    update.setString(9, row.tenant());
    update.setString(10, row.owner());
    update.setString(11, row.status());
    update.setString(12, row.session());
    update.setLong(13, Nanos.of(row.created()));
    return update.executeUpdate() == 1;
  }

  private void upsert(Row row) throws SQLException {
    var upsert =
        statements.of(
            """
            INSERT INTO entry (kind, id, root, tenant, owner, status, session, subject,
                               created, updated, text, folded, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, id) DO UPDATE SET
              root = excluded.root, tenant = excluded.tenant, owner = excluded.owner,
              status = excluded.status, session = excluded.session, subject = excluded.subject,
              created = excluded.created, updated = excluded.updated, text = excluded.text,
              folded = excluded.folded, body = excluded.body
            """);
    upsert.setString(1, row.kind());
    upsert.setString(2, row.id());
    upsert.setString(3, row.root());
    upsert.setString(4, row.tenant());
    upsert.setString(5, row.owner());
    upsert.setString(6, row.status());
    upsert.setString(7, row.session());
    upsert.setString(8, row.subject());
    upsert.setLong(9, Nanos.of(row.created()));
    upsert.setLong(10, Nanos.of(row.updated()));
    upsert.setString(11, row.text());
    upsert.setString(12, RowSearch.fold(row.text()));
    upsert.setString(13, row.body());
    upsert.execute();
  }
}
