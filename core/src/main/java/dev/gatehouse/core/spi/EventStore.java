package dev.gatehouse.core.spi;

import dev.gatehouse.core.money.Cost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The log: append-only streams of events, with what must change in the same instant as they do.
///
/// A stream belongs to a tree, which is named by its root stream (a run's root run, or the session
/// itself). `seq` counts the events of a stream from 1 without gaps, `pos` those of a tree.
/// Implementations must pass the contract suite in the testkit.
public interface EventStore extends AutoCloseable {

  /// Makes a commit durable, wholly or not at all, and returns when it is. Thread-safe; concurrent
  /// callers share a transaction to the disk.
  ///
  /// @throws StoreException when the store cannot write; nothing was kept then
  Outcome append(Commit commit);

  /// Reads a stream in order of `seq`, from the one after `afterSeq`.
  List<Entry> read(String stream, long afterSeq, int limit);

  /// Reads all streams of a tree in order of `pos`, from the one after `afterPos`.
  List<Entry> readTree(String root, long afterPos, int limit);

  /// {@return the amount debited to a ledger and not given back}
  Cost balance(String ledger);

  /// Finds rows, newest first by `created`, then by id.
  List<Row> rows(RowQuery query);

  /// {@return the number of rows per status that the query finds, its status, cursor and limit left
  /// aside}
  Map<String, Long> counts(RowQuery query);

  /// Finds rows by when they changed, the longest ago first, then by id.
  List<Row> changed(ChangeQuery query);

  /// {@return a row by its kind and id}
  Optional<Row> row(String kind, String id);

  /// Deletes a tree with its rows and ledgers, for good.
  void forget(String root);

  /// Deletes rows of a kind, for good, and nothing else of the trees they belong to.
  void forgetRows(String kind, List<String> ids);

  /// Tries whether the store can write.
  ///
  /// @throws StoreException when it cannot
  void probe();

  @Override
  void close();

  /// What becomes durable together.
  ///
  /// @param appends the events, at most one list per stream
  /// @param debits what ledgers must bear; the commit is refused when one cannot
  /// @param rows the index rows to insert or replace
  record Commit(List<Append> appends, List<Debit> debits, List<Row> rows) {

    /// Copies the lists.
    public Commit {
      appends = List.copyOf(appends);
      debits = List.copyOf(debits);
      rows = List.copyOf(rows);
    }
  }

  /// Events for one stream; the first one's `seq` says where the stream is expected to end.
  record Append(String stream, String root, List<Entry> entries) {

    /// Copies the entries and requires at least one.
    public Append {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException(
            "an append to '" + stream + "' needs at least one event");
      }
    }
  }

  /// One event as it is stored.
  ///
  /// @param stream the stream it belongs to
  /// @param schema the version of its form
  /// @param type the event's name
  /// @param body the event as JSON
  record Entry(
      String stream, long seq, long pos, Instant at, int schema, String type, String body) {}

  /// A change of a ledger.
  ///
  /// @param ledger such as `run/run_1` or `session/sess_1`
  /// @param amount what is added; negative gives back and always succeeds
  /// @param cap the balance that must not be exceeded, when there is one
  record Debit(String ledger, String root, Cost amount, Optional<Cost> cap) {}

  /// An index entry, so that runs, sessions and questions can be listed without reading their logs.
  ///
  /// @param kind `run`, `session`, `question`, `heard`
  /// @param root the tree it is deleted with
  /// @param owner tenant, key and user, joined
  /// @param session the session it belongs to
  /// @param subject the agent or workflow
  /// @param text what a search looks through, short
  /// @param body whatever the list shows besides, as JSON
  record Row(
      String kind,
      String id,
      String root,
      String tenant,
      String owner,
      String status,
      String session,
      String subject,
      Instant created,
      Instant updated,
      String text,
      String body) {}

  /// Which rows to find: every present member must match.
  ///
  /// @param since the earliest `created`
  /// @param search a part of the text, regardless of case
  /// @param before an id: only rows that come after it in the listing
  record RowQuery(
      String kind,
      Optional<String> tenant,
      Optional<String> owner,
      List<String> status,
      Optional<String> session,
      Optional<String> subject,
      Optional<Instant> since,
      Optional<String> search,
      Optional<String> before,
      int limit) {

    /// Every row of a kind, up to a limit.
    public static RowQuery of(String kind, int limit) {
      return new RowQuery(
          kind,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          limit);
    }
  }

  /// Which rows to find by when they changed: every present member must match.
  ///
  /// @param since the earliest `updated`
  /// @param after of the rows that changed at that instant only those whose id comes after it
  record ChangeQuery(
      List<String> kinds,
      Optional<String> tenant,
      Optional<String> owner,
      Instant since,
      String after,
      int limit) {

    /// Copies the kinds.
    public ChangeQuery {
      kinds = List.copyOf(kinds);
    }
  }

  /// How an append ended.
  sealed interface Outcome {

    /// It is durable.
    record Appended() implements Outcome {}

    /// A ledger could not bear a debit; nothing was kept.
    record Refused(String ledger, Cost balance, Cost cap) implements Outcome {}

    /// Somebody else wrote to a stream first; nothing was kept.
    record Conflict(String stream, long expectedSeq) implements Outcome {}
  }
}
