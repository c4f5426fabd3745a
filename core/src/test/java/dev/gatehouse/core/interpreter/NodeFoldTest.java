package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent.Kind;
import dev.gatehouse.core.event.FlowEvent.QuestionAsked;
import dev.gatehouse.core.event.FlowEvent.TimerFired;
import dev.gatehouse.core.event.NodeEvent.NodeReported;
import dev.gatehouse.core.event.NodeEvent.RedoRequested;
import dev.gatehouse.core.event.NodeEvent.SignalReceived;
import dev.gatehouse.core.event.NodeEvent.SkipRequested;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.event.RunEvent.ChildStarted;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.ActionRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeFoldTest {

  private static final String AGENT = "\"agent\": \"x\", \"prompt\": \"p\"";
  private static final String RETRIED =
      "{\"id\": \"one\", " + AGENT + ", \"retry\": {\"attempts\": 3, \"backoff\": \"1s\"}}";

  /// The same step at its second attempt, and what named its first.
  private static Rehearsal second() {
    Rehearsal run = Rehearsal.of(RETRIED);
    assertThat(run.node("one").work()).isEqualTo("one#2");
    run.fails("one").rings("one", Clock.Kind.BACKOFF);
    assertThat(run.node("one").work()).isEqualTo("one#3");
    return run;
  }

  @Test
  void whatAnAttemptBringsThatIsOverDoesNotCount() {
    Rehearsal run = second().ends("one#2", "late");
    assertThat(run.status("one")).isEqualTo("running");

    assertThat(run.ends("one#3", "right").output("one")).isEqualTo(Json.of("right"));
  }

  @Test
  void runThatBeganForAnAttemptThatIsOverIsNotAtWorkForTheNext() {
    Rehearsal run = second().hear(new ChildStarted("run_x", "one#2", "x", "t", Attachment.NODE));

    assertThat(run.node("one").stage()).isInstanceOf(Stage.Entering.class);
  }

  @Test
  void clockOfAnAttemptThatIsOverDoesNotRingForTheNext() {
    Rehearsal run = second().hear(new TimerFired(new ActionRef("wait.node.one.timeout", 2)));

    assertThat(run.status("one")).isEqualTo("running");
  }

  @Test
  void reportAboutANodeThatIsOverChangesNothing() {
    Rehearsal run = Rehearsal.of("{\"id\": \"one\", " + AGENT + "}").brings("one", "first");

    run.hear(new NodeReported("one", Optional.of(Json.of("again")), Optional.empty()));

    assertThat(run.output("one")).isEqualTo(Json.of("first"));
    assertThat(run.status("one")).isEqualTo("completed");
  }

  @Test
  void whatARunUsedCountsForAllItLiesIn() {
    Rehearsal run =
        Rehearsal.of("{\"id\": \"all\", \"steps\": [{\"id\": \"one\", " + AGENT + "}]}");

    run.ends("all/one#3", "so");

    assertThat(run.node("all/one").spend().cost().value()).isEqualTo(5);
    assertThat(run.node("all").spend().cost().value()).isEqualTo(5);
    assertThat(run.node("").spend().usage().total()).isEqualTo(3);
  }

  @Test
  void whatLayInAStepThatFellBackIsForgotten() {
    Rehearsal run =
        Rehearsal.of(
            """
            {"id": "all", "steps": [{"id": "one", %s}],
             "on-error": {"fallback": {"id": "other", %s}}}
            """
                .formatted(AGENT, AGENT));

    run.fails("all/one");

    assertThat(run.status("all/one")).isEqualTo("none");
    assertThat(run.status("all/@fallback")).isEqualTo("running");
  }

  @Test
  void whatFollowsAStepThatIsDoneAgainIsDoneAgain() {
    Rehearsal run =
        Rehearsal.of("{\"id\": \"one\", " + AGENT + "}, {\"id\": \"two\", " + AGENT + "}")
            .brings("one", "1")
            .brings("two", "2");

    run.hear(new RedoRequested("one", "so", "ann"));

    assertThat(run.status("one")).isEqualTo("running");
    assertThat(run.status("two")).isEqualTo("none");
    assertThat(run.brings("one", "3").status("two")).isEqualTo("running");
  }

  @Test
  void signalIsTakenOnce() {
    String wait = "{\"id\": \"%s\", \"wait\": {\"signal\": \"go\"}}";
    Rehearsal run =
        Rehearsal.of(
            "{\"id\": \"zero\", "
                + AGENT
                + "}, "
                + wait.formatted("one")
                + ", "
                + wait.formatted("two"));
    run.hear(new SignalReceived("go", Json.of("now"), "ann")).brings("zero", "0");

    assertThat(run.output("one")).isEqualTo(Json.of("now"));
    assertThat(run.status("two")).isEqualTo("waiting");
  }

  @Test
  void skippedStepLetsTheNextBegin() {
    Rehearsal run =
        Rehearsal.of("{\"id\": \"one\", " + AGENT + "}, {\"id\": \"two\", " + AGENT + "}");

    run.hear(new SkipRequested("one", "dear", "ann"));

    assertThat(run.status("one")).isEqualTo("skipped");
    assertThat(run.status("two")).isEqualTo("running");
  }

  @Test
  void timeLimitRunsAnewWithEachAttemptAndNotBetweenThem() {
    Rehearsal run =
        Rehearsal.of(
            """
            {"id": "one", %s, "timeout": "1m", "retry": {"attempts": 2, "backoff": "1s"}}
            """
                .formatted(AGENT));
    assertThat(run.wanted()).anyMatch(it -> it.contains("one.timeout"));

    run.fails("one");
    assertThat(run.wanted()).noneMatch(it -> it.contains("one.timeout"));

    run.rings("one", Clock.Kind.BACKOFF);
    assertThat(run.wanted()).anyMatch(it -> it.contains("one.timeout"));
    run.rings("one", Clock.Kind.TIMEOUT);

    assertThat(run.node("one").error().orElseThrow().code()).isEqualTo(Failure.Code.TIMEOUT);
  }

  @Test
  void stepThatWasTooSlowIsTriedAgain() {
    Rehearsal run =
        Rehearsal.of(
            """
            {"id": "one", %s, "timeout": "1m", "retry": {"attempts": 2, "backoff": "1s"}}
            """
                .formatted(AGENT));

    run.rings("one", Clock.Kind.TIMEOUT).rings("one", Clock.Kind.BACKOFF);

    assertThat(run.status("one")).isEqualTo("running");
    assertThat(run.node("one").tries().attempt()).isEqualTo(2);
    assertThat(run.brings("one", "so").output("one")).isEqualTo(Json.of("so"));
  }

  @Test
  void whatIsDoneInThePlaceOfAStepThatWasTooSlowHasNoneOfItsTimeLimit() {
    Rehearsal run =
        Rehearsal.of(
            """
            {"id": "one", %s, "timeout": "1m", "on-error": {"fallback": {"id": "other", %s}}}
            """
                .formatted(AGENT, AGENT));

    run.rings("one", Clock.Kind.TIMEOUT);

    assertThat(run.status("one/@fallback")).isEqualTo("running");
    assertThat(run.wanted()).noneMatch(it -> it.contains("one.timeout"));
    assertThat(run.brings("one/@fallback", "so").output("one")).isEqualTo(Json.of("so"));
  }

  @Test
  void runIsWantedUntilItHasBroughtSomething() {
    Rehearsal run = Rehearsal.of("{\"id\": \"one\", " + AGENT + "}");
    run.hear(new ChildStarted("run_x", "one#2", "x", "t", Attachment.NODE));
    assertThat(run.wanted()).anyMatch(it -> it.contains("node.one"));

    run.ends("one#2", "so");

    assertThat(run.wanted()).isEmpty();
  }

  @Test
  void questionExpiresWithTheClockOfItsOwnAskingOnly() {
    Rehearsal run =
        Rehearsal.of(
            """
            {"id": "one", "human": {"ask": "approve", "prompt": "so?", "expires": "1m"}}
            """);
    run.hear(
        new QuestionAsked(
            "quest_1",
            Kind.APPROVE,
            "so?",
            List.of("approve", "deny"),
            Optional.empty(),
            "one#2",
            Optional.empty(),
            Optional.of("one"),
            Optional.empty()));
    assertThat(run.wanted()).anyMatch(it -> it.contains("one.expiry"));
    ActionRef clock = Clock.of(run.node("one"), Clock.Kind.EXPIRY).ref();

    assertThat(Desired.expiring(run.flow(), clock)).contains("one#2");
    assertThat(Desired.expiring(run.flow(), new ActionRef(clock.id(), 1))).isEmpty();
  }
}
