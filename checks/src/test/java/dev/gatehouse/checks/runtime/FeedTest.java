package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.feed.Feed;
import dev.gatehouse.runtime.feed.FeedPlace;
import dev.gatehouse.runtime.feed.FeedReader;
import dev.gatehouse.runtime.feed.FeedReader.Heard;
import dev.gatehouse.testkit.InMemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class FeedTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int MANY = 20_000;

  private final Feed feed = new Feed("boot");
  private final EventStore store = new InMemoryStore().events();

  private static Row row(String id, String owner, int second, String status) {
    Instant at = NOON.plusSeconds(second);
    return new Row("run", id, id, "t", owner, status, "s", "agent", NOON, at, "", "{}");
  }

  private void happens(Row row) {
    store.append(new Commit(List.of(), List.of(), List.of(row)));
    feed.publish(List.of(row));
  }

  private FeedReader reader(String owner, FeedPlace from) {
    return feed.open(new Feed.Scope(Optional.of("t"), Optional.of(owner)), from, store);
  }

  private static List<String> drain(FeedReader reader) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    reader.call();
    List<Heard> heard = reader.next();
    while (!heard.isEmpty()) {
      for (Heard one : heard) {
        if (one instanceof Heard.Changed changed) {
          ids.add(changed.row().id());
        }
      }
      heard = reader.next();
    }
    return ids;
  }

  @Test
  void readerThatLagsTooFarLosesNoRun() throws Exception {
    try (FeedReader slow = reader("ann", feed.here(NOON))) {
      Set<String> expected = new HashSet<>();
      for (int number = 0; number < MANY; number++) {
        happens(row("run_" + number, "ann", 60 + number, "completed"));
        expected.add("run_" + number);
      }

      Set<String> heard = new HashSet<>();
      while (heard.size() < MANY) {
        for (Heard one : slow.next()) {
          if (one instanceof Heard.Changed changed) {
            heard.add(changed.row().id());
          }
        }
      }

      assertThat(heard).isEqualTo(expected);
      assertThat(slow.isLive()).isTrue();
    }
  }

  @Test
  void changesOfOthersDoNotMakeAReaderLag() throws Exception {
    try (FeedReader quiet = reader("ann", feed.here(NOON))) {
      for (int number = 0; number < MANY; number++) {
        happens(row("run_" + number, "bob", 60 + number, "completed"));
      }
      happens(row("mine", "ann", 60 + MANY, "completed"));

      assertThat(quiet.next())
          .singleElement()
          .isInstanceOfSatisfying(
              Heard.Changed.class, it -> assertThat(it.row().id()).isEqualTo("mine"));
    }
  }

  @Test
  void rowThatKeepsItsStatusIsNoNews() throws Exception {
    try (FeedReader reader = reader("ann", feed.here(NOON))) {
      happens(row("a", "ann", 1, "running"));
      happens(row("a", "ann", 2, "running"));
      happens(row("a", "ann", 3, "waiting"));
      happens(row("a", "ann", 4, "running"));
      happens(row("a", "ann", 5, "completed"));

      assertThat(reader.next())
          .extracting(heard -> ((Heard.Changed) heard).row().status())
          .containsExactly("running", "waiting", "running", "completed");
    }
  }

  @Test
  void callEndsTheWait() throws Exception {
    try (FeedReader reader = reader("ann", feed.here(NOON))) {
      assertThat(drain(reader)).isEmpty();
    }
  }
}
