package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.delivery.RetryPlan;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.DeliveryChannel.Part;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.delivery.Courier;
import dev.gatehouse.runtime.delivery.DeliveryRows;
import dev.gatehouse.runtime.delivery.Outbox;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.FullDisk;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What becomes of what a run owes. The run's process is gone before any courier starts, as after a
/// crash between the commit and the first attempt.
class CourierTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final RetryPlan PLAN = RetryPlan.STANDARD.withAttempts(3);

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().plus(Duration.ofHours(1)));
  private final Outbox outbox = new Outbox(store.events(), now::get);

  private String run(Handover handover, Turn turn) throws InterruptedException {
    try (Desk desk =
        Desk.with(store, ScriptedModel.of(turn), List.of(), java.util.Optional.empty())) {
      String session = desk.session();
      RunSpec spec =
          desk.spec(session, RunSpec.Kind.AGENT, RunLimits.STANDARD, Message.user("check"));
      var _ =
          desk.runtime()
              .post(session, new Changes.Begin(spec.with(spec.request().withHandover(handover))));
      var _ = desk.watch(spec.id(), Place.START);
      return spec.id();
    }
  }

  private String run() throws InterruptedException {
    return run(Handover.to(List.of("ops")), Turn.says("All is well."));
  }

  private Courier courier(ScriptedChannel channel) {
    return Courier.start(outbox, channel, PLAN, now::get);
  }

  private List<Row> rows() {
    return store.events().rows(RowQuery.of(DeliveryRows.KIND, 100));
  }

  private Delivery delivery() {
    return DeliveryRows.delivery(rows().getFirst());
  }

  private void settle(Courier courier) throws InterruptedException {
    assertThat(courier.settle(PATIENCE)).isTrue();
  }

  private void pass(Courier courier, Duration time) throws InterruptedException {
    now.updateAndGet(instant -> instant.plus(time));
    courier.wake();
    settle(courier);
  }

  @Test
  void whatIsOwedIsDurableWithTheEndOfTheRunAndMadeByTheNextProcess() throws Exception {
    String run = run();
    Delivery owed = delivery();
    ScriptedChannel channel = new ScriptedChannel(1);

    try (Courier courier = courier(channel)) {
      settle(courier);
    }

    assertThat(owed.status()).isEqualTo(Delivery.Status.PENDING);
    assertThat(owed.run()).isEqualTo(run);
    assertThat(channel.sent()).extracting(Part::id).containsExactly(owed.id());
    assertThat(channel.sent().getFirst().text()).isEqualTo("All is well.");
    assertThat(delivery().status()).isEqualTo(Delivery.Status.DELIVERED);
    assertThat(delivery().letter().text()).isEmpty();
  }

  @Test
  void aFailureIsTriedAgainWithGrowingWaitsUnderTheSameIdAndThenDead() throws Exception {
    var _ = run();
    ScriptedChannel channel =
        new ScriptedChannel(1)
            .saying(Receipt.Later.of("one"), Receipt.Later.of("two"), Receipt.Later.of("three"));

    try (Courier courier = courier(channel)) {
      settle(courier);
      Instant first = delivery().progress().due();
      pass(courier, Duration.ofSeconds(5));
      Instant second = delivery().progress().due();
      pass(courier, Duration.ofMinutes(1));

      assertThat(Duration.between(now.get(), first)).isLessThan(Duration.ofSeconds(6));
      assertThat(second).isAfter(first);
      assertThat(channel.sent()).extracting(Part::id).hasSize(3).containsOnly(delivery().id());
      assertThat(delivery().status()).isEqualTo(Delivery.Status.DEAD);
      assertThat(delivery().progress().problem()).hasValue("three (given up after 3 attempts)");
    }
  }

  @Test
  void theWaitThatIsAskedForIsKept() throws Exception {
    var _ = run();
    ScriptedChannel channel =
        new ScriptedChannel(1).saying(new Receipt.Later("busy", Duration.ofMinutes(9)));

    try (Courier courier = courier(channel)) {
      settle(courier);
      pass(courier, Duration.ofMinutes(8));
      int early = channel.sent().size();
      pass(courier, Duration.ofMinutes(1));

      assertThat(early).isEqualTo(1);
      assertThat(channel.sent()).hasSize(2);
    }
  }

  @Test
  void partsThatHaveArrivedAreNotSentAgain() throws Exception {
    var _ = run();
    ScriptedChannel channel =
        new ScriptedChannel(3).saying(new Receipt.Delivered(), Receipt.Later.of("busy"));

    try (Courier courier = courier(channel)) {
      settle(courier);
      pass(courier, Duration.ofMinutes(1));
    }

    String id = delivery().id();
    assertThat(channel.sent())
        .extracting(Part::id)
        .containsExactly(id + "-1", id + "-2", id + "-2", id + "-3");
  }

  @Test
  void whatIsRefusedIsDeadAtOnceAndRevivedByAnOperator() throws Exception {
    var _ = run();
    ScriptedChannel channel = new ScriptedChannel(1).saying(new Receipt.Refused("no such chat"));

    try (Courier courier = courier(channel)) {
      settle(courier);
      Delivery.Status dead = delivery().status();
      var _ = outbox.retry(rows().getFirst());
      settle(courier);

      assertThat(dead).isEqualTo(Delivery.Status.DEAD);
      assertThat(delivery().status()).isEqualTo(Delivery.Status.DELIVERED);
      assertThat(outbox.drop(rows().getFirst())).isInstanceOf(Outbox.Granted.Refused.class);
    }
  }

  @Test
  void whatIsDroppedIsNotTriedAgain() throws Exception {
    var _ = run();
    ScriptedChannel channel = new ScriptedChannel(1).saying(Receipt.Later.of("busy"));

    try (Courier courier = courier(channel)) {
      settle(courier);
      var _ = outbox.drop(rows().getFirst());
      pass(courier, Duration.ofHours(1));
    }

    assertThat(channel.sent()).hasSize(1);
    assertThat(delivery().status()).isEqualTo(Delivery.Status.DROPPED);
  }

  @Test
  void whatIsJustBeingMadeCannotBeDropped() throws Exception {
    var _ = run();
    CountDownLatch gate = new CountDownLatch(1);
    ScriptedChannel channel = new ScriptedChannel(1).behind(gate);

    try (Courier courier = courier(channel)) {
      await().until(() -> !channel.sent().isEmpty());
      Outbox.Granted granted = outbox.drop(rows().getFirst());
      gate.countDown();
      settle(courier);

      assertThat(granted).isInstanceOf(Outbox.Granted.Refused.class);
      assertThat(delivery().status()).isEqualTo(Delivery.Status.DELIVERED);
    }
  }

  @Test
  void aCourierThatStopsRecordsNothingAndTheNextOneDoesItAgain() throws Exception {
    var _ = run();
    ScriptedChannel hung = new ScriptedChannel(1).behind(new CountDownLatch(1));
    try (Courier _ = courier(hung)) {
      await().until(() -> !hung.sent().isEmpty());
    }
    Delivery left = delivery();
    ScriptedChannel channel = new ScriptedChannel(1);
    Outbox next = new Outbox(store.events(), now::get);

    try (Courier courier = Courier.start(next, channel, PLAN, now::get)) {
      settle(courier);
    }

    assertThat(left.progress().attempts()).isZero();
    assertThat(channel.sent()).extracting(Part::id).containsExactly(left.id());
  }

  @Test
  void whatCouldNotBeRecordedIsMadeAgainUnderTheSameId() throws Exception {
    var _ = run();
    FullDisk disk = new FullDisk(store.events());
    disk.refuse(1);
    ScriptedChannel channel = new ScriptedChannel(1);

    try (Courier courier = Courier.start(new Outbox(disk, now::get), channel, PLAN, now::get)) {
      settle(courier);
      Delivery.Status before = delivery().status();
      pass(courier, Duration.ofSeconds(10));

      assertThat(before).isEqualTo(Delivery.Status.PENDING);
      assertThat(channel.sent()).extracting(Part::id).hasSize(2).containsOnly(delivery().id());
      assertThat(delivery().status()).isEqualTo(Delivery.Status.DELIVERED);
    }
  }

  @Test
  void aPlaceThatHangsHoldsUpNoOther() throws Exception {
    var _ = run(Handover.to(List.of("ops")), Turn.says("one"));
    CountDownLatch gate = new CountDownLatch(1);
    ScriptedChannel channel = new ScriptedChannel(1).behind(gate);
    try (Courier courier = courier(channel)) {
      await().until(() -> !channel.sent().isEmpty());
      var _ = run(Handover.to(List.of("ops")), Turn.says("two"));
      var _ = run(Handover.NONE.withCallbackUrl("https://example.com/x"), Turn.says("three"));
      outbox.recorded(rows());

      await().until(() -> channel.sent().size() == 2);
      gate.countDown();
      settle(courier);
    }

    assertThat(channel.sent().get(1).letter().text()).isNotEqualTo("two");
    assertThat(rows()).allMatch(row -> row.status().equals("delivered"));
  }

  @Test
  void aNameThatIsConfiguredNoMoreIsADeadLetter() throws Exception {
    var _ = run(Handover.to(List.of("gone")), Turn.says("hello"));

    try (Courier courier = courier(new ScriptedChannel(1))) {
      settle(courier);
    }

    assertThat(delivery().status()).isEqualTo(Delivery.Status.DEAD);
    assertThat(delivery().progress().problem().orElseThrow()).contains("\"gone\"");
  }

  @Test
  void anAnswerThatSaysNothingOwesNothingAndAFailureAlwaysDoes() throws Exception {
    Handover quiet = Handover.to(List.of("ops")).withQuiet(Quiet.STANDARD);

    var _ = run(quiet, Turn.says("HEARTBEAT_OK"));
    int afterQuiet = rows().size();
    var _ = run(quiet, Turn.says("HEARTBEAT_OK The disk of the second server is full."));
    String alert = delivery().letter().text();
    var _ = run(quiet, Turn.fails(Failure.Code.AUTH));

    assertThat(afterQuiet).isZero();
    assertThat(alert).isEqualTo("The disk of the second server is full.");
    assertThat(rows()).hasSize(2);
    assertThat(delivery().letter().event()).isEqualTo("run.failed");
    assertThat(delivery().letter().text()).startsWith("The run of agent helper failed: ");
  }

  @Test
  void everyStateIsOwedToTheCallbackUrlOnce() throws Exception {
    var _ = run(Handover.NONE.withCallbackUrl("https://example.com/x"), Turn.says("hello"));

    assertThat(rows())
        .extracting(row -> DeliveryRows.delivery(row).letter().event())
        .containsExactlyInAnyOrder("run.queued", "run.started", "run.completed");
    assertThat(rows()).extracting(Row::id).doesNotHaveDuplicates();
  }

  @Test
  void whatHasArrivedIsForgottenInTimeAndWhatIsDeadStays() throws InterruptedException {
    run();
    run();
    var channel =
        new ScriptedChannel(1).saying(new Receipt.Delivered(), new Receipt.Refused("no such chat"));
    try (Courier courier = courier(channel)) {
      settle(courier);
    }

    now.updateAndGet(instant -> instant.plus(Duration.ofHours(2)));
    assertThat(outbox.sweep(Duration.ofHours(3))).isZero();
    assertThat(outbox.sweep(Duration.ofHours(1))).isOne();

    assertThat(rows()).extracting(Row::status).containsExactly("dead");
    assertThat(outbox.drop(rows().getFirst())).isInstanceOf(Outbox.Granted.Done.class);
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(2)));
    assertThat(outbox.sweep(Duration.ofHours(1))).isOne();
    assertThat(rows()).isEmpty();
    assertThat(store.events().rows(RowQuery.of("run", 100))).hasSize(2);
  }

  @Test
  void thousandsAreForgottenInOneGo() {
    List<Row> rows = new ArrayList<>();
    for (int at = 0; at < 1_000; at++) {
      Instant then = Instant.EPOCH.plusSeconds(at / 10);
      rows.add(
          new Row(
              DeliveryRows.KIND,
              "dlv_" + at,
              "run_1",
              "default",
              "owner",
              at % 3 == 0 ? "dead" : "delivered",
              "sess_1",
              "ops",
              then,
              then,
              "",
              "{}"));
    }
    store.events().append(new Commit(List.of(), List.of(), rows));

    assertThat(outbox.sweep(Duration.ofDays(1))).isEqualTo(666);
    assertThat(store.events().rows(RowQuery.of(DeliveryRows.KIND, 1_000))).hasSize(334);
  }
}
