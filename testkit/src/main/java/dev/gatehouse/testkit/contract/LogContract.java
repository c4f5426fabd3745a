package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.append;
import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.debit;
import static dev.gatehouse.testkit.contract.StoreSamples.entry;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static dev.gatehouse.testkit.contract.StoreSamples.row;
import static dev.gatehouse.testkit.contract.StoreSamples.several;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How events are kept and read.
public interface LogContract extends EventStoreFixture {

  @Test
  default void eventsComeBackAsTheyWereGiven() {
    var given = List.of(entry("run_1", 1), entry("run_1", 2), entry("run_1", 3));

    assertThat(store().append(commit(new Append("run_1", "run_1", given))))
        .isEqualTo(new Outcome.Appended());

    assertThat(store().read("run_1", 0, 10)).isEqualTo(given);
  }

  @Test
  default void everythingSurvivesReopening() {
    var commit =
        new Commit(
            several("run_1", 1, 3).appends(),
            List.of(debit("run/run_1", 7)),
            List.of(row("run_1", 0)));
    store().append(commit);

    var reopened = reopen();

    assertThat(reopened.read("run_1", 0, 10)).isEqualTo(commit.appends().getFirst().entries());
    assertThat(reopened.balance("run/run_1")).isEqualTo(new Cost(7));
    assertThat(reopened.row("run", "run_1")).contains(row("run_1", 0));
    assertThat(reopened.append(one("run_1", 4))).isEqualTo(new Outcome.Appended());
  }

  @Test
  default void readingStartsAfterACursorAndStopsAtTheLimit() {
    store().append(several("run_1", 1, 9));

    assertThat(store().read("run_1", 3, 2)).extracting(Entry::seq).containsExactly(4L, 5L);
    assertThat(store().read("run_1", 9, 2)).isEmpty();
    assertThat(store().read("run_1", 0, 0)).isEmpty();
    assertThat(store().read("nobody", 0, 10)).isEmpty();
  }

  @Test
  default void appendBehindTheEndIsAConflict() {
    store().append(several("run_1", 1, 2));

    assertThat(store().append(one("run_1", 2))).isEqualTo(new Outcome.Conflict("run_1", 2));
    assertThat(store().read("run_1", 0, 10)).hasSize(2);
  }

  @Test
  default void appendBeyondTheEndIsAConflictSoThatNoGapArises() {
    store().append(one("run_1", 1));

    assertThat(store().append(one("run_1", 3))).isEqualTo(new Outcome.Conflict("run_1", 3));
    assertThat(store().append(one("run_2", 2))).isEqualTo(new Outcome.Conflict("run_2", 2));
    assertThat(store().read("run_2", 0, 10)).isEmpty();
  }

  @Test
  default void appendThatIsInconsistentInItselfIsRefusedAsABug() {
    var gap = append("run_1", "run_1", entry("run_1", 1), entry("run_1", 3));
    var stranger = append("run_1", "run_1", entry("run_2", 1));
    var twice = append("run_1", "run_1", entry("run_1", 1));

    assertThatThrownBy(() -> store().append(commit(gap)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().append(commit(stranger)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().append(commit(twice, twice)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void commitOverSeveralStreamsIsKeptWhollyOrNotAtAll() {
    store().append(one("child", 1));
    var parent = append("parent", "tree", entry("parent", 1, 1));
    var stale = append("child", "tree", entry("child", 1, 2));
    var next = append("child", "tree", entry("child", 2, 2));

    var outcome =
        store()
            .append(
                new Commit(
                    List.of(parent, stale), List.of(debit("run/a", 1)), List.of(row("a", 0))));
    assertThat(outcome).isEqualTo(new Outcome.Conflict("child", 1));
    assertThat(store().read("parent", 0, 10)).isEmpty();
    assertThat(store().balance("run/a")).isEqualTo(Cost.ZERO);
    assertThat(store().row("run", "a")).isEmpty();

    assertThat(store().append(commit(parent, next))).isEqualTo(new Outcome.Appended());
    assertThat(store().read("parent", 0, 10)).hasSize(1);
    assertThat(store().read("child", 0, 10)).hasSize(2);
  }

  @Test
  default void treeIsReadInItsOwnOrder() {
    var parent = append("parent", "tree", entry("parent", 1, 1), entry("parent", 2, 4));
    var child = append("child", "tree", entry("child", 1, 2), entry("child", 2, 3));
    store().append(commit(child, parent));
    store().append(commit(append("other", "elsewhere", entry("other", 1, 1))));

    assertThat(store().readTree("tree", 0, 10))
        .extracting(Entry::stream)
        .containsExactly("parent", "child", "child", "parent");
    assertThat(store().readTree("tree", 1, 2)).extracting(Entry::pos).containsExactly(2L, 3L);
    assertThat(store().readTree("nowhere", 0, 10)).isEmpty();
  }

  @Test
  default void twoEventsNeverShareAPlaceInATree() {
    store().append(commit(append("a", "tree", entry("a", 1, 5))));

    var outcome = store().append(commit(append("b", "tree", entry("b", 1, 5))));

    assertThat(outcome).isEqualTo(new Outcome.Conflict("b", 1));
    assertThat(store().readTree("tree", 0, 10)).extracting(Entry::stream).containsExactly("a");
  }

  @Test
  default void forgottenTreeIsGoneWithItsRowsAndLedgersAndNothingElse() {
    var appends =
        List.of(
            append("run_1", "tree", entry("run_1", 1, 1)),
            append("run_2", "tree", entry("run_2", 1, 2)));
    store().append(new Commit(appends, List.of(debit("tree", 5)), List.of(row("tree", 0))));
    store()
        .append(
            new Commit(
                one("kept", 1).appends(), List.of(debit("kept", 5)), List.of(row("kept", 1))));

    store().forget("tree");
    var reopened = reopen();

    assertThat(reopened.readTree("tree", 0, 10)).isEmpty();
    assertThat(reopened.read("run_2", 0, 10)).isEmpty();
    assertThat(reopened.balance("tree")).isEqualTo(Cost.ZERO);
    assertThat(reopened.row("run", "tree")).isEmpty();
    assertThat(reopened.read("kept", 0, 10)).hasSize(1);
    assertThat(reopened.balance("kept")).isEqualTo(new Cost(5));
    assertThat(reopened.row("run", "kept")).isPresent();
    assertThat(reopened.append(one("run_1", 1))).isEqualTo(new Outcome.Appended());
  }

  @Test
  default void forgettingAnUnknownTreeDoesNothing() {
    store().forget("nobody");

    assertThat(store().append(one("nobody", 1))).isEqualTo(new Outcome.Appended());
  }

  @Test
  default void everyCharacterSurvives() {
    var bodies =
        List.of(
            "",
            "grüße 世界",
            "\uD83D\uDE80\uD83C\uDFF4",
            "a\0b\0",
            "\0",
            "'; DROP TABLE event; --",
            "\u2028\r\n\t");
    for (int i = 0; i < bodies.size(); i++) {
      store().append(commit(append("run", "run", entry("run", i + 1, bodies.get(i)))));
    }

    assertThat(reopen().read("run", 0, 100)).extracting(Entry::body).isEqualTo(bodies);
  }

  @Test
  default void bodyOfFiveMegabytesSurvives() {
    var body = "0123456789abcdé ".repeat(5 * 1024 * 1024 / 17);

    store().append(commit(append("run", "run", entry("run", 1, body), entry("run", 2, "small"))));

    assertThat(reopen().read("run", 0, 1).getFirst().body()).isEqualTo(body);
    assertThat(store().read("run", 1, 1).getFirst().body()).isEqualTo("small");
  }

  @Test
  default void emptyCommitIsKept() {
    assertThat(store().append(new Commit(List.of(), List.of(), List.of())))
        .isEqualTo(new Outcome.Appended());
  }

  @Test
  default void probeOfAWorkingStoreIsSilentAndLeavesNoTrace() {
    store().append(one("run_1", 1));

    store().probe();
    store().probe();

    assertThat(store().read("run_1", 0, 10)).hasSize(1);
    assertThat(store().append(one("run_1", 2))).isEqualTo(new Outcome.Appended());
  }
}
