package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.debit;
import static dev.gatehouse.testkit.contract.StoreSamples.one;
import static dev.gatehouse.testkit.contract.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How ledgers bear debits.
public interface LedgerContract extends EventStoreFixture {

  @Test
  default void unknownLedgerIsAtZero() {
    assertThat(store().balance("run/nobody")).isEqualTo(Cost.ZERO);
  }

  @Test
  default void debitsAddUp() {
    store().append(commit(debit("run/1", 3)));
    store().append(commit(debit("run/1", 4)));
    store().append(commit(debit("run/1", -2)));

    assertThat(store().balance("run/1")).isEqualTo(new Cost(5));
  }

  @Test
  default void ledgerMayBeFilledToItsCapAndNoFurther() {
    assertThat(store().append(commit(debit("run/1", 10, 10)))).isEqualTo(new Outcome.Appended());

    var outcome = store().append(commit(debit("run/1", 1, 10)));

    assertThat(outcome).isEqualTo(new Outcome.Refused("run/1", new Cost(10), new Cost(10)));
    assertThat(store().balance("run/1")).isEqualTo(new Cost(10));
  }

  @Test
  default void refusedDebitTakesItsWholeCommitAlong() {
    store().append(commit(debit("tight", 9)));
    var debits = List.of(debit("roomy", 5), debit("tight", 5, 10), debit("later", 5));

    var outcome =
        store().append(new Commit(one("run_1", 1).appends(), debits, List.of(row("run_1", 0))));

    assertThat(outcome).isEqualTo(new Outcome.Refused("tight", new Cost(9), new Cost(10)));
    assertThat(store().read("run_1", 0, 10)).isEmpty();
    assertThat(store().row("run", "run_1")).isEmpty();
    assertThat(store().balance("roomy")).isEqualTo(Cost.ZERO);
    assertThat(store().balance("later")).isEqualTo(Cost.ZERO);
    assertThat(store().append(one("run_1", 1))).isEqualTo(new Outcome.Appended());
  }

  @Test
  default void givingBackSucceedsEvenAboveTheCap() {
    store().append(commit(debit("run/1", 100)));

    assertThat(store().append(commit(debit("run/1", -1, 10)))).isEqualTo(new Outcome.Appended());
    assertThat(store().balance("run/1")).isEqualTo(new Cost(99));
  }

  @Test
  default void ledgerMayFallBelowZero() {
    store().append(commit(debit("run/1", -3, 0)));

    assertThat(store().balance("run/1")).isEqualTo(new Cost(-3));
  }

  @Test
  default void debitsOfOneCommitSeeEachOther() {
    var outcome = store().append(commit(debit("run/1", 6, 10), debit("run/1", 6, 10)));

    assertThat(outcome).isEqualTo(new Outcome.Refused("run/1", new Cost(6), new Cost(10)));
    assertThat(store().balance("run/1")).isEqualTo(Cost.ZERO);
  }

  @Test
  default void conflictIsReportedBeforeARefusal() {
    var commit = new Commit(one("run_1", 2).appends(), List.of(debit("run/1", 6, 5)), List.of());

    assertThat(store().append(commit)).isEqualTo(new Outcome.Conflict("run_1", 2));
  }
}
