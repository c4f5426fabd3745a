package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.adapters.sqlite.Committer.Verdict;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The log in SQLite.
final class SqliteEventStore implements EventStore {

  private final Committer committer;
  private final Readers readers;
  private final Runnable closing;

  SqliteEventStore(Committer committer, Readers readers, Runnable closing) {
    this.committer = committer;
    this.readers = readers;
    this.closing = closing;
  }

  @Override
  public Outcome append(Commit commit) {
    requireConsistent(commit);
    return committer.perform("keep a commit", statements -> CommitWriter.write(commit, statements));
  }

  @Override
  public List<Entry> read(String stream, long afterSeq, int limit) {
    return entries(
        "read stream '" + stream + "'",
        """
        SELECT stream, seq, pos, at, schema, type, body FROM event
        WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?
        """,
        new Range(stream, afterSeq, limit));
  }

  @Override
  public List<Entry> readTree(String root, long afterPos, int limit) {
    return entries(
        "read tree '" + root + "'",
        """
        SELECT stream, seq, pos, at, schema, type, body FROM event
        WHERE root = ? AND pos > ? ORDER BY pos LIMIT ?
        """,
        new Range(root, afterPos, limit));
  }

  @Override
  public Cost balance(String ledger) {
    return readers.ask(
        "read ledger '" + ledger + "'", statements -> CommitWriter.balance(statements, ledger));
  }

  @Override
  public List<Row> rows(RowQuery query) {
    return readers.ask("list rows", statements -> RowSearch.rows(query, statements));
  }

  @Override
  public Map<String, Long> counts(RowQuery query) {
    return readers.ask("count rows", statements -> RowSearch.counts(query, statements));
  }

  @Override
  public List<Row> changed(ChangeQuery query) {
    return readers.ask("list changes", statements -> RowSearch.changed(query, statements));
  }

  @Override
  public Optional<Row> row(String kind, String id) {
    return readers.ask(
        "find %s '%s'".formatted(kind, id), statements -> RowSearch.row(kind, id, statements));
  }

  @Override
  public void forget(String root) {
    committer.perform(
        "forget tree '" + root + "'",
        statements -> {
          for (var table : List.of("event", "entry", "ledger")) {
            var delete = statements.of("DELETE FROM " + table + " WHERE root = ?");
            delete.setString(1, root);
            delete.execute();
          }
          return new Verdict.Keep<>(root);
        });
  }

  @Override
  public void forgetRows(String kind, List<String> ids) {
    committer.perform(
        "forget " + ids.size() + " rows '" + kind + "'",
        statements -> {
          var delete = statements.of("DELETE FROM entry WHERE kind = ? AND id = ?");
          for (String id : ids) {
            delete.setString(1, kind);
            delete.setString(2, id);
            delete.execute();
          }
          return new Verdict.Keep<>(kind);
        });
  }

  @Override
  public void probe() {
    committer.perform(
        "write a probe",
        statements -> {
          statements.run(
              "INSERT INTO probe (id, tries) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET tries ="
                  + " tries + 1");
          return new Verdict.Keep<>("written");
        });
  }

  /// Closes the whole store.
  @Override
  public void close() {
    closing.run();
  }

  private List<Entry> entries(String task, String sql, Range range) {
    return readers.ask(
        task,
        statements -> {
          var query = statements.of(sql);
          query.setString(1, range.key());
          query.setLong(2, range.after());
          query.setInt(3, Math.max(range.limit(), 0));
          return entries(query);
        });
  }

  private static List<Entry> entries(PreparedStatement query) throws SQLException {
    try (var result = query.executeQuery()) {
      var entries = new ArrayList<Entry>();
      while (result.next()) {
        entries.add(
            new Entry(
                result.getString(1),
                result.getLong(2),
                result.getLong(3),
                Nanos.toInstant(result.getLong(4)),
                result.getInt(5),
                result.getString(6),
                result.getString(7)));
      }
      return entries;
    }
  }

  private static void requireConsistent(Commit commit) {
    var streams = new HashSet<String>();
    for (var append : commit.appends()) {
      if (!streams.add(append.stream())) {
        throw new IllegalArgumentException(
            "a commit appends to '" + append.stream() + "' twice; put the events into one list");
      }
      requireConsecutive(append);
    }
  }

  private static void requireConsecutive(Append append) {
    long expected = append.entries().getFirst().seq();
    for (var entry : append.entries()) {
      if (entry.seq() != expected || !entry.stream().equals(append.stream())) {
        throw new IllegalArgumentException(
            "an append to '%s' holds event %s of '%s' where event %s belongs"
                .formatted(append.stream(), entry.seq(), entry.stream(), expected));
      }
      expected++;
    }
  }

  private record Range(String key, long after, int limit) {}
}
