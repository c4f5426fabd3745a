package dev.gatehouse.testkit;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The log in plain collections, written to be obviously right rather than quick: it is also what
/// durable stores are compared with.
final class InMemoryEvents implements EventStore {

  private static final Comparator<Row> NEWEST_FIRST =
      Comparator.comparing(Row::created).thenComparing(Row::id).reversed();

  private final Map<String, List<Entry>> streams = new HashMap<>();
  private final Map<String, TreeMap<Long, Entry>> trees = new HashMap<>();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final Map<RowKey, Row> rows = new HashMap<>();

  @Override
  public synchronized Outcome append(Commit commit) {
    requireConsistent(commit);
    var conflict = conflict(commit);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    var borne = new HashMap<>(ledgers);
    for (var debit : commit.debits()) {
      var refused = debit(borne, debit);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    ledgers.putAll(borne);
    commit.appends().forEach(this::keep);
    commit.rows().forEach(row -> rows.put(new RowKey(row.kind(), row.id()), row));
    return new Outcome.Appended();
  }

  @Override
  public synchronized List<Entry> read(String stream, long afterSeq, int limit) {
    return streams.getOrDefault(stream, List.of()).stream()
        .filter(entry -> entry.seq() > afterSeq)
        .limit(Math.max(limit, 0))
        .toList();
  }

  @Override
  public synchronized List<Entry> readTree(String root, long afterPos, int limit) {
    return trees.getOrDefault(root, new TreeMap<>()).tailMap(afterPos, false).values().stream()
        .limit(Math.max(limit, 0))
        .toList();
  }

  @Override
  public synchronized Cost balance(String ledger) {
    return Optional.ofNullable(ledgers.get(ledger)).map(Ledger::balance).orElse(Cost.ZERO);
  }

  @Override
  public synchronized List<Row> rows(RowQuery query) {
    var found =
        matching(query)
            .filter(row -> query.status().isEmpty() || query.status().contains(row.status()))
            .sorted(NEWEST_FIRST);
    return found.filter(after(query)).limit(Math.max(query.limit(), 0)).toList();
  }

  @Override
  public synchronized Map<String, Long> counts(RowQuery query) {
    return matching(query)
        .collect(Collectors.groupingBy(Row::status, TreeMap::new, Collectors.counting()));
  }

  @Override
  public synchronized List<Row> changed(ChangeQuery query) {
    return rows.values().stream()
        .filter(row -> query.kinds().contains(row.kind()))
        .filter(row -> query.tenant().filter(it -> !it.equals(row.tenant())).isEmpty())
        .filter(row -> query.owner().filter(it -> !it.equals(row.owner())).isEmpty())
        .filter(row -> isAfter(row, query))
        .sorted(Comparator.comparing(Row::updated).thenComparing(Row::id))
        .limit(Math.max(query.limit(), 0))
        .toList();
  }

  private static boolean isAfter(Row row, ChangeQuery query) {
    return row.updated().equals(query.since())
        ? row.id().compareTo(query.after()) > 0
        : row.updated().isAfter(query.since());
  }

  @Override
  public synchronized Optional<Row> row(String kind, String id) {
    return Optional.ofNullable(rows.get(new RowKey(kind, id)));
  }

  @Override
  public synchronized void forget(String root) {
    var tree = trees.remove(root);
    if (tree != null) {
      tree.values().forEach(entry -> streams.remove(entry.stream()));
    }
    rows.values().removeIf(row -> row.root().equals(root));
    ledgers.values().removeIf(ledger -> ledger.root().equals(root));
  }

  @Override
  public synchronized void forgetRows(String kind, List<String> ids) {
    ids.forEach(id -> rows.remove(new RowKey(kind, id)));
  }

  @Override
  public void probe() {}

  @Override
  public void close() {}

  private static void requireConsistent(Commit commit) {
    var names = new HashSet<String>();
    for (var append : commit.appends()) {
      long expected = append.entries().getFirst().seq();
      boolean first = names.add(append.stream());
      for (var entry : append.entries()) {
        if (!first || !entry.stream().equals(append.stream()) || entry.seq() != expected++) {
          throw new IllegalArgumentException(
              "an append to '%s' does not fit: event %s of '%s'"
                  .formatted(append.stream(), entry.seq(), entry.stream()));
        }
      }
    }
  }

  private Optional<Outcome> conflict(Commit commit) {
    var taken = new HashSet<Place>();
    for (var append : commit.appends()) {
      long expected = append.entries().getFirst().seq();
      var tree = trees.getOrDefault(append.root(), new TreeMap<>());
      boolean moved = streams.getOrDefault(append.stream(), List.of()).size() + 1 != expected;
      for (var entry : append.entries()) {
        moved |= tree.containsKey(entry.pos());
        moved |= !taken.add(new Place(append.root(), entry.pos()));
      }
      if (moved) {
        return Optional.of(new Outcome.Conflict(append.stream(), expected));
      }
    }
    return Optional.empty();
  }

  private static Optional<Outcome> debit(Map<String, Ledger> ledgers, Debit debit) {
    var ledger = ledgers.getOrDefault(debit.ledger(), new Ledger(debit.root(), Cost.ZERO));
    var after = ledger.balance().plus(debit.amount());
    if (debit.amount().value() >= 0
        && debit.cap().filter(cap -> after.compareTo(cap) > 0).isPresent()) {
      return Optional.of(
          new Outcome.Refused(debit.ledger(), ledger.balance(), debit.cap().orElseThrow()));
    }
    ledgers.put(debit.ledger(), new Ledger(ledger.root(), after));
    return Optional.empty();
  }

  private void keep(Append append) {
    streams.computeIfAbsent(append.stream(), _ -> new ArrayList<>()).addAll(append.entries());
    var tree = trees.computeIfAbsent(append.root(), _ -> new TreeMap<>());
    append.entries().forEach(entry -> tree.put(entry.pos(), entry));
  }

  private Stream<Row> matching(RowQuery query) {
    return rows.values().stream()
        .filter(row -> row.kind().equals(query.kind()))
        .filter(row -> query.tenant().filter(it -> !it.equals(row.tenant())).isEmpty())
        .filter(row -> query.owner().filter(it -> !it.equals(row.owner())).isEmpty())
        .filter(row -> query.session().filter(it -> !it.equals(row.session())).isEmpty())
        .filter(row -> query.subject().filter(it -> !it.equals(row.subject())).isEmpty())
        .filter(row -> query.since().filter(it -> row.created().isBefore(it)).isEmpty())
        .filter(row -> query.search().filter(it -> !holds(row.text(), it)).isEmpty());
  }

  private Predicate<Row> after(RowQuery query) {
    if (query.before().isEmpty()) {
      return _ -> true;
    }
    return row(query.kind(), query.before().get())
        .<Predicate<Row>>map(cursor -> row -> NEWEST_FIRST.compare(row, cursor) > 0)
        .orElse(_ -> false);
  }

  private static boolean holds(String text, String part) {
    return fold(text).contains(fold(part));
  }

  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private record Ledger(String root, Cost balance) {}

  private record RowKey(String kind, String id) {}

  private record Place(String root, long pos) {}
}
