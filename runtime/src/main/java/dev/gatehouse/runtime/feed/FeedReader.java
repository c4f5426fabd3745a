package dev.gatehouse.runtime.feed;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.ChangeQuery;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;

/// Hears the changes that somebody may see, from a place on, without a gap.
///
/// What it has missed it reads from the store: of everything that changed, the state it has now. So
/// a state may be told again, and the time of the change says which one is newer; none is missed
/// but those that another has replaced.
///
/// Used by one thread, but for [#call()].
public final class FeedReader implements AutoCloseable {

  private static final int PAGE = 256;
  private static final List<String> KINDS = List.of(Rows.RUN, Rows.APPROVAL, Rows.QUESTION);

  /// How long a change may take from its time to the store.
  private static final Duration LATENESS = Duration.ofSeconds(30);

  private final Feed feed;
  private final Feed.Scope scope;
  private final EventStore store;
  private final Condition news;
  private Optional<Catching> catching = Optional.empty();
  private Instant known = Instant.EPOCH;
  private long next;
  private boolean called;

  FeedReader(Feed feed, Feed.Scope scope, EventStore store, Condition news) {
    this.feed = feed;
    this.scope = scope;
    this.store = store;
    this.news = news;
  }

  /// How far it has caught up.
  ///
  /// @param since the time of the last row it has read
  /// @param after the id of that row
  /// @param then where in the feed it goes on
  private record Catching(Instant since, String after, long then) {}

  /// One thing it hears.
  public sealed interface Heard {

    /// {@return the place after it}
    FeedPlace place();

    /// Something has this state now.
    record Changed(FeedPlace place, Row row) implements Heard {}

    /// What was missed has been told: from here on all is told as it happens.
    record Live(FeedPlace place) implements Heard {}
  }

  /// Guarded by the feed's lock, as all that the feed calls.
  void resume(FeedPlace from) {
    known = from.known();
    if (from.boot().equals(feed.boot()) && feed.reaches(from.number())) {
      next = from.number();
    } else {
      catchUp();
    }
  }

  private void catchUp() {
    Instant since = known.isBefore(Instant.EPOCH.plus(LATENESS)) ? known : known.minus(LATENESS);
    catching = Optional.of(new Catching(since, "", feed.end()));
  }

  /// {@return whether it has missed nothing that must be read from the store}
  public boolean isLive() {
    return catching.isEmpty();
  }

  /// What others alone may see moves a reader that waits, so that it does not lag behind for it.
  void offered(long number, Row row) {
    if (scope.covers(row)) {
      news.signal();
    } else if (number == next) {
      next++;
    }
  }

  /// Ends the wait for the next change. From any thread.
  public void call() {
    feed.lock().lock();
    try {
      called = true;
      news.signal();
    } finally {
      feed.lock().unlock();
    }
  }

  /// Takes what there is, and waits for something if there is nothing.
  ///
  /// @return nothing when somebody called, or when the store is to be read next
  public List<Heard> next() throws InterruptedException {
    Optional<Catching> missed = catching;
    return missed.isPresent() ? read(missed.get()) : listen();
  }

  private List<Heard> listen() throws InterruptedException {
    feed.lock().lock();
    try {
      while (!called) {
        if (!feed.reaches(next)) {
          catchUp();
          return List.of();
        }
        List<Heard> heard = take();
        if (!heard.isEmpty()) {
          return heard;
        }
        news.await();
      }
      called = false;
      return List.of();
    } finally {
      feed.lock().unlock();
    }
  }

  private List<Heard> take() {
    List<Heard> heard = new ArrayList<>();
    while (next < feed.end() && heard.size() < PAGE) {
      Row row = feed.change(next++);
      if (scope.covers(row)) {
        known = row.updated().isAfter(known) ? row.updated() : known;
        heard.add(new Heard.Changed(FeedPlace.at(feed.boot(), next, known), row));
      }
    }
    return heard;
  }

  private List<Heard> read(Catching from) {
    List<Row> page =
        store.changed(
            new ChangeQuery(
                KINDS, scope.tenant(), scope.owner(), from.since(), from.after(), PAGE));
    List<Heard> heard = new ArrayList<>();
    for (Row row : page) {
      known = row.updated().isAfter(known) ? row.updated() : known;
      heard.add(new Heard.Changed(FeedPlace.stored(known), row));
    }
    if (page.size() == PAGE) {
      Row last = page.getLast();
      catching = Optional.of(new Catching(last.updated(), last.id(), from.then()));
    } else {
      heard.add(live(from.then()));
    }
    return heard;
  }

  private Heard live(long then) {
    feed.lock().lock();
    try {
      catching = Optional.empty();
      next = then;
      return new Heard.Live(FeedPlace.at(feed.boot(), next, known));
    } finally {
      feed.lock().unlock();
    }
  }

  @Override
  public void close() {
    feed.leave(this);
  }
}
