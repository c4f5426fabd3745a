package dev.gatehouse.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult.Kind;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.core.schedule.Timing.Missed;
import dev.gatehouse.core.schedule.Timing.Overlap;
import dev.gatehouse.runtime.schedule.ScheduleException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SchedulesTest {

  private final SetClock clock = new SetClock("2026-06-01T08:00:00Z");
  private final InMemoryStore store = new InMemoryStore();

  private static Schedule every(String period) {
    return new Schedule(
        "watch",
        Schedule.Owner.OPERATOR,
        new Schedule.Task(new Schedule.Target.Agent("watcher"), "Look.", Optional.empty()),
        Timing.of(new Cadence.Every(Duration.parse(period))),
        Optional.empty(),
        List.of("ops"));
  }

  private static Schedule heartbeat(String period) {
    return every(period).withHeartbeat(Optional.of(Heartbeat.STANDARD));
  }

  @Test
  void tickIsAHeadlessRunThatIsHandedOver() throws InterruptedException {
    try (var ticking =
        new Ticking(store, clock, ScriptedModel.of(Turn.says("All of it.")), every("PT30M"))) {

      assertThat(ticking.at("2026-06-01T08:29:59Z")).isZero();
      assertThat(ticking.at("2026-06-01T08:30:00Z")).isOne();
      var outcome = ticking.outcome();

      assertThat(outcome.result().kind()).isEqualTo(Kind.DONE);
      assertThat(outcome.result().text()).contains("All of it.");
      var row = ticking.runtime().store().row(Rows.RUN, outcome.run().orElseThrow()).orElseThrow();
      RunState run =
          ticking.runtime().post(row.session(), new Changes.LookAt(row.id())).orElseThrow();
      assertThat(run.spec().kind()).isEqualTo(RunSpec.Kind.AGENT);
      assertThat(run.spec().owner().watch()).isEqualTo(RunSpec.Watch.HEADLESS);
      assertThat(run.spec().request().handover()).isEqualTo(Handover.to(List.of("ops")));
      assertThat(Json.parse(row.body()).path("metadata", "tick").flatMap(Json::text))
          .contains("2026-06-01T08:30:00Z");
    }
  }

  @Test
  void quietAgentIsQuietAndTalkingOneAlerts() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.says("HEARTBEAT_OK"), Turn.says("HEARTBEAT_OK nothing much"), Turn.says("Fire!"));
    try (var ticking = new Ticking(store, clock, model, heartbeat("PT30M"))) {

      ticking.at("2026-06-01T08:30:00Z");
      var first = ticking.outcome();
      ticking.at("2026-06-01T09:00:00Z");
      var second = ticking.outcome();
      ticking.at("2026-06-01T09:30:00Z");
      var third = ticking.outcome();

      assertThat(List.of(first, second, third))
          .extracting(it -> it.result().kind())
          .containsExactly(Kind.QUIET, Kind.QUIET, Kind.ALERT);
      assertThat(third.result().text()).contains("Fire!");
      assertThat(ticking.calls())
          .containsExactly("quiet", "tick", "quiet", "tick", "alert", "tick");
      assertThat(ticking.kept("watch").state().history().lastAlert())
          .contains(Instant.parse("2026-06-01T09:30:00Z"));
    }
  }

  @Test
  void errorsAreRetriedEverLaterAndSuccessForgetsThem() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.fails(Failure.Code.AUTH),
            Turn.fails(Failure.Code.AUTH),
            Turn.says("HEARTBEAT_OK"));
    try (var ticking = new Ticking(store, clock, model, heartbeat("PT30M"))) {

      ticking.at("2026-06-01T08:30:00Z");
      var first = ticking.outcome();
      assertThat(ticking.at("2026-06-01T08:30:29Z")).isZero();
      ticking.at("2026-06-01T08:30:30Z");
      var second = ticking.outcome();
      assertThat(ticking.at("2026-06-01T08:31:29Z")).isZero();
      ticking.at("2026-06-01T08:31:30Z");
      var third = ticking.outcome();

      assertThat(first.result().reason().orElseThrow()).startsWith("auth: ");
      assertThat(second.tick().cause()).isEqualTo(Tick.Cause.RETRY);
      assertThat(third.result().kind()).isEqualTo(Kind.QUIET);
      assertThat(ticking.kept("watch").state().errors()).isZero();
      assertThat(ticking.at("2026-06-01T08:59:59Z")).isZero();
      assertThat(ticking.schedules().upcoming(ticking.kept("watch"), 1))
          .containsExactly(Instant.parse("2026-06-01T09:00:00Z"));
    }
  }

  @Test
  void backoffOutlivesTheProcess() throws InterruptedException {
    try (var ticking =
        new Ticking(
            store, clock, ScriptedModel.of(Turn.fails(Failure.Code.AUTH)), heartbeat("PT30M"))) {
      ticking.at("2026-06-01T08:30:00Z");
      ticking.outcome();
    }

    try (var ticking =
        new Ticking(
            store, clock, ScriptedModel.of(Turn.says("HEARTBEAT_OK")), heartbeat("PT30M"))) {

      assertThat(ticking.at("2026-06-01T08:30:29Z")).isZero();
      assertThat(ticking.at("2026-06-01T08:30:31Z")).isOne();
      assertThat(ticking.outcome().result().kind()).isEqualTo(Kind.QUIET);
    }
  }

  @Test
  void emptyChecklistAsksNoModelAndBrokenOneIsAnError() throws InterruptedException {
    var listed =
        heartbeat("PT30M").withHeartbeat(Optional.of(Heartbeat.STANDARD.withChecklist("watch.md")));
    var model = ScriptedModel.of(Turn.says("HEARTBEAT_OK"));
    try (var ticking = new Ticking(store, clock, model, listed)) {

      ticking.files.put("watch.md", "# Today\n\n## Nothing\n");
      ticking.at("2026-06-01T08:30:00Z");
      var empty = ticking.outcome();
      ticking.files.put("watch.md", "# Today\n- the disk\n");
      ticking.at("2026-06-01T09:00:00Z");
      var full = ticking.outcome();
      ticking.files.put("watch.md", "broken");
      ticking.at("2026-06-01T09:30:00Z");
      var broken = ticking.outcome();

      assertThat(empty.result().reason()).contains("empty_checklist");
      assertThat(empty.run()).isEmpty();
      assertThat(full.result().kind()).isEqualTo(Kind.QUIET);
      assertThat(model.lastRequest().messages().getLast().text())
          .isEqualTo("Look.\n\nThe checklist:\n\n# Today\n- the disk");
      assertThat(broken.result().reason().orElseThrow())
          .isEqualTo("checklist \"watch.md\" cannot be read: it is broken");
      assertThat(ticking.runs()).hasSize(1);
    }
  }

  @Test
  void tickThatWasBegunIsNotBegunAgainByTheNextProcess() throws InterruptedException {
    var latch = new CountDownLatch(1);
    var slow = ScriptedModel.of(Turn.waits(latch).thenSays("too late"));
    List<String> before;
    try (var ticking = new Ticking(store, clock, slow, every("PT30M"))) {
      ticking.at("2026-06-01T08:30:00Z");
      before = waitForRun(ticking);
    }

    try (var ticking =
        new Ticking(store, clock, ScriptedModel.of(Turn.says("Done.")), every("PT30M"))) {
      var outcome = ticking.outcome();

      assertThat(outcome.run()).contains(before.getFirst());
      assertThat(outcome.result().text()).contains("Done.");
      assertThat(ticking.runs()).isEqualTo(before);
      assertThat(ticking.at("2026-06-01T08:31:00Z")).isZero();
    }
  }

  private static List<String> waitForRun(Ticking ticking) {
    return await().until(ticking::runs, runs -> !runs.isEmpty());
  }

  @Test
  void overlapIsSkippedQueuedOrCancelsTheEarlierOne() throws InterruptedException {
    for (Overlap rule : Overlap.values()) {
      var latch = new CountDownLatch(1);
      var model = ScriptedModel.of(Turn.waits(latch).thenSays("One."), Turn.says("Two."));
      var timing = every("PT30M").timing().withOverlap(rule);
      try (var ticking =
          new Ticking(
              new InMemoryStore(),
              new SetClock("2026-06-01T08:00:00Z"),
              model,
              every("PT30M").with(timing))) {

        ticking.at("2026-06-01T08:30:00Z");
        waitForCall(model, 1);
        int begun = ticking.at("2026-06-01T09:00:00Z");
        if (rule == Overlap.CANCEL) {
          assertThat(begun).isOne();
          assertThat(List.of(ticking.outcome(), ticking.outcome()))
              .extracting(it -> it.result().kind())
              .containsExactlyInAnyOrder(Kind.CANCELLED, Kind.DONE);
        } else {
          assertThat(begun).isZero();
          latch.countDown();
          assertThat(ticking.outcome().result().text()).contains("One.");
          assertThat(ticking.schedules().look()).isEqualTo(rule == Overlap.QUEUE ? 1 : 0);
        }
        latch.countDown();
      }
    }
  }

  private static void waitForCall(ScriptedModel model, int calls) {
    await().until(() -> model.requests().size() >= calls);
  }

  @Test
  void missedTicksAreSkippedOrFireOnceOrAll() throws InterruptedException {
    assertThat(afterAnOutage(Missed.SKIP)).isEmpty();
    assertThat(afterAnOutage(Missed.ONCE)).containsExactly("2026-06-01T10:00:00Z");
    assertThat(afterAnOutage(Missed.ALL))
        .containsExactly(
            "2026-06-01T08:30:00Z",
            "2026-06-01T09:00:00Z",
            "2026-06-01T09:30:00Z",
            "2026-06-01T10:00:00Z");
  }

  private static List<String> afterAnOutage(Missed rule) throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("1"), Turn.says("2"), Turn.says("3"), Turn.says("4"));
    var schedule = every("PT30M").with(every("PT30M").timing().withMissed(rule));
    try (var ticking =
        new Ticking(new InMemoryStore(), new SetClock("2026-06-01T08:00:00Z"), model, schedule)) {
      List<String> fired = new java.util.ArrayList<>();
      int begun = ticking.at("2026-06-01T10:10:00Z");
      while (begun > 0) {
        fired.add(ticking.outcome().tick().nominal().toString());
        begun = ticking.schedules().look();
      }
      return fired;
    }
  }

  @Test
  void pausedScheduleFiresOnlyWhenItIsAsked() throws InterruptedException {
    try (var ticking =
        new Ticking(
            store, clock, ScriptedModel.of(Turn.says("A."), Turn.says("B.")), every("PT30M"))) {
      ticking.schedules().pause("default/watch");

      assertThat(ticking.at("2026-06-01T08:30:00Z")).isZero();
      String run = ticking.schedules().run("default/watch", "wish-1");
      TickOutcome asked = ticking.outcome();
      String again = ticking.schedules().run("default/watch", "wish-1");
      ticking.schedules().resume("default/watch");
      assertThat(ticking.schedules().look()).isZero();
      assertThat(ticking.at("2026-06-01T09:00:00Z")).isOne();

      assertThat(asked.run()).contains(run);
      assertThat(again).isEqualTo(run);
      assertThat(ticking.outcome().result().text()).contains("B.");
    }
  }

  @Test
  void schedulesOfCallersOutliveTheProcessAndThoseOfTheFileAreTheFiles() {
    Schedule own = every("PT10M");
    try (var ticking = new Ticking(store, clock, ScriptedModel.of(), every("PT30M"))) {
      ticking.schedules().add(named(own, "mine"));

      assertThatThrownBy(() -> ticking.schedules().add(named(own, "mine")))
          .isInstanceOf(ScheduleException.class)
          .hasMessageContaining("\"mine\" already");
      assertThatThrownBy(() -> ticking.schedules().remove("default/watch"))
          .hasMessageContaining("belongs to the configuration");
      assertThatThrownBy(
              () -> ticking.schedules().add(named(own.withDelivery(List.of("opps")), "b")))
          .hasMessageContaining("delivery \"opps\" is unknown; there is ops");
    }

    try (var ticking = new Ticking(store, clock, ScriptedModel.of())) {
      assertThat(ticking.schedules().find("default/mine")).isPresent();
      assertThat(ticking.schedules().find("default/watch")).isEmpty();
      ticking.schedules().remove("default/mine");
      assertThat(ticking.schedules().find("default/mine")).isEmpty();
    }
  }

  private static Schedule named(Schedule schedule, String name) {
    return new Schedule(
        name,
        schedule.owner(),
        schedule.task(),
        schedule.timing(),
        schedule.heartbeat(),
        schedule.delivery());
  }

  @Test
  void clockThatJumpsLosesAndDoublesNothing() throws InterruptedException {
    var turns = java.util.stream.IntStream.range(0, 12).mapToObj(n -> Turn.says("" + n));
    var schedule = every("PT30M").with(every("PT30M").timing().withMissed(Missed.ALL));
    try (var ticking =
        new Ticking(store, clock, ScriptedModel.of(turns.toArray(Turn[]::new)), schedule)) {
      List<String> fired = new java.util.ArrayList<>();
      for (String time : List.of("08:30", "10:30", "08:45", "09:00", "10:30", "10:59", "11:00")) {
        int begun = ticking.at("2026-06-01T" + time + ":00Z");
        while (begun > 0) {
          fired.add(ticking.outcome().tick().nominal().toString().substring(11, 16));
          begun = ticking.schedules().look();
        }
      }

      assertThat(fired).containsExactly("08:30", "09:00", "09:30", "10:00", "10:30", "11:00");
    }
  }
}
