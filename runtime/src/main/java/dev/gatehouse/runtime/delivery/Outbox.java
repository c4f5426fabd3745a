package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.Delivery.Status;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.ChangeQuery;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The deliveries that are owed. The rows in the store are the truth; the queue in memory says
/// which of them is next.
///
/// Whoever changes a delivery claims it first, so that what an operator wants and what a courier is
/// just doing do not overwrite each other. For any number of threads.
public final class Outbox {

  private static final int PAGE = 200;
  private static final Set<String> OVER = Set.of(Status.DELIVERED.wire(), Status.DROPPED.wire());

  private final EventStore store;
  private final InstantSource clock;
  private final DueQueue queue;

  /// The deliveries in a store.
  public Outbox(EventStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.queue = new DueQueue(clock);
  }

  /// What came of a wish of an operator.
  public sealed interface Granted {

    /// It was done.
    record Done(Row row) implements Granted {}

    /// It was not, for this reason.
    record Refused(String why) implements Granted {}
  }

  /// Some rows have become durable, deliveries perhaps among them.
  public void recorded(List<Row> rows) {
    rows.stream()
        .filter(row -> row.kind().equals(DeliveryRows.KIND))
        .map(DeliveryRows::delivery)
        .forEach(queue::add);
  }

  /// Takes up what an earlier process left.
  ///
  /// @return how many deliveries that are
  int load() {
    int count = 0;
    Optional<String> before = Optional.empty();
    List<Row> page;
    do {
      page = store.rows(pending(before));
      for (Row row : page) {
        queue.add(DeliveryRows.delivery(row));
        count++;
      }
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (page.size() == PAGE);
    return count;
  }

  private static RowQuery pending(Optional<String> before) {
    RowQuery all = RowQuery.of(DeliveryRows.KIND, PAGE);
    return new RowQuery(
        DeliveryRows.KIND,
        all.tenant(),
        all.owner(),
        List.of(Status.PENDING.wire()),
        all.session(),
        all.subject(),
        all.since(),
        all.search(),
        before,
        PAGE);
  }

  /// Forgets what has arrived or was dropped long ago. What is dead stays until somebody wants it
  /// again or no more.
  ///
  /// @param retention how long the list remembers it
  /// @return how many deliveries were forgotten
  public int sweep(Duration retention) {
    Instant end = clock.instant().minus(retention);
    Instant since = Instant.EPOCH;
    String after = "";
    int count = 0;
    List<Row> page;
    do {
      page = store.changed(changed(since, after));
      List<String> over =
          page.stream()
              .filter(row -> row.updated().isBefore(end) && OVER.contains(row.status()))
              .map(Row::id)
              .toList();
      if (!over.isEmpty()) {
        store.forgetRows(DeliveryRows.KIND, over);
      }
      count += over.size();
      since = page.isEmpty() ? end : page.getLast().updated();
      after = page.isEmpty() ? "" : page.getLast().id();
    } while (since.isBefore(end));
    return count;
  }

  private static ChangeQuery changed(Instant since, String after) {
    return new ChangeQuery(
        List.of(DeliveryRows.KIND), Optional.empty(), Optional.empty(), since, after, PAGE);
  }

  DueQueue queue() {
    return queue;
  }

  /// {@return a delivery that is still to be made}
  Optional<Delivery> pending(String id) {
    return store
        .row(DeliveryRows.KIND, id)
        .map(DeliveryRows::delivery)
        .filter(delivery -> delivery.status() == Status.PENDING);
  }

  /// Makes durable how far a delivery has come. One whose session was deleted meanwhile is gone.
  ///
  /// @throws StoreException when it could not
  void save(Delivery now) {
    store.row(DeliveryRows.KIND, now.id()).ifPresent(row -> write(row, now));
  }

  private Row write(Row row, Delivery now) {
    Row updated = DeliveryRows.updated(row, now, clock.instant());
    var _ = store.append(new Commit(List.of(), List.of(), List.of(updated)));
    return updated;
  }

  /// Tries a delivery at once, and as often as a new one.
  ///
  /// @throws StoreException when that could not be made durable
  public Granted retry(Row row) {
    return changed(
        row,
        delivery ->
            delivery.status() == Status.DELIVERED
                ? Optional.empty()
                : Optional.of(delivery.wantedAgain(clock.instant())));
  }

  /// Gives a delivery up for good.
  ///
  /// @throws StoreException when that could not be made durable
  public Granted drop(Row row) {
    return changed(
        row,
        delivery ->
            delivery.status() == Status.DELIVERED
                ? Optional.empty()
                : Optional.of(delivery.dropped(clock.instant())));
  }

  /// A change of a delivery, if it can be made.
  private interface Wish {
    Optional<Delivery> of(Delivery delivery);
  }

  private Granted changed(Row seen, Wish wish) {
    if (!queue.claim(seen.id())) {
      return new Granted.Refused(
          "delivery \"" + seen.id() + "\" is being made just now; look again in a moment");
    }
    Optional<Delivery> after = Optional.empty();
    try {
      Row row = store.row(DeliveryRows.KIND, seen.id()).orElse(seen);
      after = wish.of(DeliveryRows.delivery(row));
      return after
          .<Granted>map(delivery -> new Granted.Done(write(row, delivery)))
          .orElseGet(
              () -> new Granted.Refused("delivery \"" + seen.id() + "\" has arrived already"));
    } finally {
      queue.release(seen.id());
      after.ifPresent(queue::add);
    }
  }
}
