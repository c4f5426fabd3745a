package dev.gatehouse.testkit.contract;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Small events, commits and rows to feed a store with.
public final class StoreSamples {

  /// When all of this happens.
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private StoreSamples() {}

  /// An event whose place in the tree is its place in the stream.
  public static Entry entry(String stream, long seq) {
    return entry(stream, seq, seq);
  }

  /// An event with places in the stream and in the tree.
  public static Entry entry(String stream, long seq, long pos) {
    return new Entry(stream, seq, pos, NOON.plusNanos(pos), 1, "happened", "{\"n\":" + seq + "}");
  }

  /// An event with a body.
  public static Entry entry(String stream, long seq, String body) {
    return new Entry(stream, seq, seq, NOON, 1, "happened", body);
  }

  /// A commit of one event to a stream that is a tree of its own.
  public static Commit one(String stream, long seq) {
    return commit(append(stream, stream, entry(stream, seq)));
  }

  /// A commit of the events from one `seq` to another to a stream that is a tree of its own.
  public static Commit several(String stream, long fromSeq, long toSeq) {
    var entries = LongStream.rangeClosed(fromSeq, toSeq).mapToObj(seq -> entry(stream, seq));
    return commit(new Append(stream, stream, entries.toList()));
  }

  /// Events for a stream of a tree.
  public static Append append(String stream, String root, Entry... entries) {
    return new Append(stream, root, List.of(entries));
  }

  /// A commit of events alone.
  public static Commit commit(Append... appends) {
    return new Commit(List.of(appends), List.of(), List.of());
  }

  /// A commit of debits alone.
  public static Commit commit(Debit... debits) {
    return new Commit(List.of(), List.of(debits), List.of());
  }

  /// A commit of rows alone.
  public static Commit commit(Row... rows) {
    return new Commit(List.of(), List.of(), List.of(rows));
  }

  /// A debit without a cap, in a tree named like the ledger.
  public static Debit debit(String ledger, long amount) {
    return new Debit(ledger, ledger, new Cost(amount), Optional.empty());
  }

  /// A debit with a cap, in a tree named like the ledger.
  public static Debit debit(String ledger, long amount, long cap) {
    return new Debit(ledger, ledger, new Cost(amount), Optional.of(new Cost(cap)));
  }

  /// A running run of tenant `acme`, so many seconds after noon.
  public static Row row(String id, long second) {
    var at = NOON.plusSeconds(second);
    return new Row(
        "run", id, id, "acme", "acme/web/ada", "running", "sess_1", "helper", at, at, "", "{}");
  }
}
