package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.NOON;
import static dev.gatehouse.testkit.contract.StoreSamples.commit;
import static dev.gatehouse.testkit.contract.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.EventStore.ChangeQuery;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How index rows are kept, found and counted.
public interface RowContract extends EventStoreFixture {

  @Test
  default void rowComesBackAsItWasGiven() {
    var row =
        new Row(
            "run",
            "r",
            "root",
            "t",
            "o",
            "done",
            "s",
            "agent",
            NOON,
            NOON.plusNanos(1),
            "Ünï\uD83D\uDE80",
            "{}");

    store().append(commit(row));

    assertThat(store().row("run", "r")).contains(row);
    assertThat(store().row("session", "r")).isEmpty();
    assertThat(store().row("run", "R")).isEmpty();
  }

  @Test
  default void laterRowReplacesTheEarlierOne() {
    store().append(commit(row("r", 0)));
    var changed = new Row("run", "r", "x", "y", "z", "done", "s", "a", NOON, NOON, "new", "[]");

    store().append(commit(changed));

    assertThat(store().row("run", "r")).contains(changed);
    assertThat(store().rows(RowQuery.of("run", 10))).containsExactly(changed);
    assertThat(store().counts(RowQuery.of("run", 10))).isEqualTo(Map.of("done", 1L));
  }

  @Test
  default void forgottenRowsAreGoneAndNoOthers() {
    store().append(commit(row("a", 0), row("b", 1), row("c", 2)));

    store().forgetRows("session", List.of("a"));
    store().forgetRows("run", List.of("a", "c", "nobody"));
    store().forgetRows("run", List.of());

    assertThat(ids(RowQuery.of("run", 10))).containsExactly("b");
    assertThat(store().row("run", "a")).isEmpty();
  }

  @Test
  default void newestComeFirstAndIdsDecideTies() {
    store().append(commit(row("b", 1), row("a", 1), row("old", 0), row("new", 2)));

    assertThat(ids(RowQuery.of("run", 10))).containsExactly("new", "b", "a", "old");
    assertThat(ids(RowQuery.of("run", 2))).containsExactly("new", "b");
    assertThat(ids(RowQuery.of("session", 10))).isEmpty();
    assertThat(ids(RowQuery.of("run", 0))).isEmpty();
  }

  @Test
  default void pagesJoinToTheWholeListing() {
    for (int i = 0; i < 25; i++) {
      store().append(commit(row("run_" + i, i / 3)));
    }
    var whole = ids(RowQuery.of("run", 100));

    var joined = new ArrayList<String>();
    var page = ids(RowQuery.of("run", 4));
    while (!page.isEmpty()) {
      joined.addAll(page);
      page = ids(new Asking().before(page.getLast()).limit(4).query());
    }

    assertThat(whole).hasSize(25);
    assertThat(joined).isEqualTo(whole);
  }

  @Test
  default void nothingComesAfterAnUnknownRow() {
    store().append(commit(row("a", 0)));

    assertThat(ids(new Asking().before("nobody").query())).isEmpty();
  }

  @Test
  default void everyPresentMemberMustMatch() {
    store()
        .append(
            commit(
                run("a", "acme", "ada", "running", "s1", "helper"),
                run("b", "acme", "bob", "done", "s2", "helper"),
                run("c", "corp", "cyd", "running", "s3", "coder")));

    assertThat(ids(new Asking().tenant("acme").query())).containsExactlyInAnyOrder("a", "b");
    assertThat(ids(new Asking().owner("bob").query())).containsExactly("b");
    assertThat(ids(new Asking().status("running").query())).containsExactlyInAnyOrder("a", "c");
    assertThat(ids(new Asking().status("running", "done").query())).hasSize(3);
    assertThat(ids(new Asking().session("s3").query())).containsExactly("c");
    assertThat(ids(new Asking().subject("coder").query())).containsExactly("c");
    assertThat(ids(new Asking().tenant("acme").status("running").query())).containsExactly("a");
    assertThat(ids(new Asking().tenant("corp").owner("ada").query())).isEmpty();
    assertThat(ids(new Asking().tenant("ACME").query())).isEmpty();
  }

  @Test
  default void sinceIncludesItsOwnInstant() {
    store().append(commit(row("a", 0), row("b", 1), row("c", 2)));

    assertThat(ids(new Asking().since(NOON.plusSeconds(1)).query())).containsExactly("c", "b");
    assertThat(ids(new Asking().since(NOON.plusSeconds(1).plusNanos(1)).query()))
        .containsExactly("c");
  }

  @Test
  default void searchFindsAnyPartRegardlessOfCaseAndTakesNothingForAPattern() {
    store()
        .append(
            commit(
                text("a", "Refund ORDER 100% now"),
                text("b", "ÄRGER im Büro"),
                text("c", "under_score \\ 'x'")));

    assertThat(ids(new Asking().search("order").query())).containsExactly("a");
    assertThat(ids(new Asking().search("0% N").query())).containsExactly("a");
    assertThat(ids(new Asking().search("%").query())).containsExactly("a");
    assertThat(ids(new Asking().search("_").query())).containsExactly("c");
    assertThat(ids(new Asking().search("\\ '").query())).containsExactly("c");
    assertThat(ids(new Asking().search("ärger IM bÜRO").query())).containsExactly("b");
    assertThat(ids(new Asking().search("r*").query())).isEmpty();
    assertThat(ids(new Asking().search("").query())).hasSize(3);
  }

  @Test
  default void countsLeaveStatusCursorAndLimitAside() {
    store()
        .append(
            commit(
                run("a", "acme", "ada", "running", "s1", "helper"),
                run("b", "acme", "bob", "done", "s2", "helper"),
                run("c", "acme", "bob", "done", "s3", "helper"),
                run("d", "corp", "cyd", "running", "s4", "helper")));

    assertThat(store().counts(RowQuery.of("run", 1))).isEqualTo(Map.of("running", 2L, "done", 2L));
    assertThat(store().counts(new Asking().tenant("acme").status("running").before("a").query()))
        .isEqualTo(Map.of("running", 1L, "done", 2L));
    assertThat(store().counts(RowQuery.of("session", 10))).isEmpty();
  }

  @Test
  default void changesComeInTheOrderOfTheirTimesAndJoinPageByPage() {
    store()
        .append(
            commit(
                changed("b", "run", "ada", 1),
                changed("a", "approval", "ada", 1),
                changed("old", "run", "ada", 0),
                changed("c", "run", "bob", 2),
                changed("s", "session", "ada", 3)));
    var kinds = List.of("run", "approval");
    var ada = Optional.of("ada");

    assertThat(store().changed(changes(kinds, Optional.empty(), 0, "", 10)))
        .extracting(Row::id)
        .containsExactly("old", "a", "b", "c");
    assertThat(store().changed(changes(kinds, ada, 1, "", 10)))
        .extracting(Row::id)
        .containsExactly("a", "b");
    assertThat(store().changed(changes(kinds, ada, 1, "a", 1)))
        .extracting(Row::id)
        .containsExactly("b");
    assertThat(store().changed(changes(kinds, ada, 1, "b", 10))).isEmpty();
  }

  private static ChangeQuery changes(
      List<String> kinds, Optional<String> owner, long second, String after, int limit) {
    return new ChangeQuery(kinds, Optional.of("t"), owner, NOON.plusSeconds(second), after, limit);
  }

  private static Row changed(String id, String kind, String owner, long second) {
    var at = NOON.plusSeconds(second);
    return new Row(kind, id, id, "t", owner, "done", "s", "a", NOON, at, "", "{}");
  }

  private List<String> ids(RowQuery query) {
    return store().rows(query).stream().map(Row::id).toList();
  }

  private static Row run(
      String id, String tenant, String owner, String status, String session, String subject) {
    return new Row("run", id, id, tenant, owner, status, session, subject, NOON, NOON, "", "{}");
  }

  private static Row text(String id, String text) {
    return new Row("run", id, id, "t", "o", "done", "s", "a", NOON, NOON, text, "{}");
  }
}
