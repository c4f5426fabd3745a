package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.debit;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// How a store stands many callers at a time.
public interface LogConcurrencyContract extends EventStoreFixture {

  @Test
  default void sixtyFourThreadsLoseNothing() {
    long events = 25;

    new Crowd(64, Thread.ofPlatform().factory()).run(i -> writeAlone("run_" + i, events));

    assertAllKept(64, events);
  }

  @Test
  default void sixtyFourVirtualThreadsLoseNothing() {
    long events = 25;

    new Crowd(64, Thread.ofVirtual().factory()).run(i -> writeAlone("run_" + i, events));

    assertAllKept(64, events);
  }

  @Test
  default void rivalsForOneStreamLeaveNoGap() {
    long each = 10;

    new Crowd(16, Thread.ofPlatform().factory()).run(_ -> writeAgainstRivals("run", each));

    assertThat(store().read("run", 0, 1_000))
        .extracting(Entry::seq)
        .isEqualTo(LongStream.rangeClosed(1, 16 * each).boxed().toList());
  }

  @Test
  default void rivalsForALedgerNeverExceedItsCap() {
    var granted = new AtomicLong();

    new Crowd(32, Thread.ofPlatform().factory())
        .run(_ -> {
          for (int i = 0; i < 10; i++) {
            if (store().append(commit(debit("run/1", 3, 100))) instanceof Outcome.Appended) {
              granted.incrementAndGet();
            }
          }
        });

    assertThat(granted).hasValue(33);
    assertThat(store().balance("run/1")).isEqualTo(new Cost(99));
  }

  private void writeAlone(String stream, long events) {
    for (long seq = 1; seq <= events; seq++) {
      var commit = new Commit(one(stream, seq).appends(), List.of(debit("day", 1)), List.of());
      assertThat(store().append(commit)).isEqualTo(new Outcome.Appended());
      assertThat(store().read(stream, seq - 1, 1)).hasSize(1);
    }
  }

  private void writeAgainstRivals(String stream, long events) {
    int written = 0;
    while (written < events) {
      long seq = store().read(stream, 0, 1_000).size() + 1L;
      switch (store().append(one(stream, seq))) {
        case Outcome.Appended() -> written++;
        case Outcome.Conflict(_, _) -> {} // a rival was quicker: look where the stream ends now
        case Outcome.Refused refused -> throw new AssertionError(refused);
      }
    }
  }

  private void assertAllKept(int streams, long events) {
    var expected = LongStream.rangeClosed(1, events).boxed().toList();
    for (int i = 0; i < streams; i++) {
      assertThat(store().read("run_" + i, 0, 1_000)).extracting(Entry::seq).isEqualTo(expected);
    }
    assertThat(store().balance("day")).isEqualTo(new Cost(streams * events));
  }
}
