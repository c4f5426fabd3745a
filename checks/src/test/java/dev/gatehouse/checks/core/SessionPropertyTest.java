package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.SessionEvent.Place;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.session.Admission;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.core.session.SessionFold;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomConversation;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A session under random runs, branches and endings.
final class SessionPropertyTest {

  private static final int SESSIONS = Seeds.count("sessions", 1_000);

  @Test
  void foldingAPrefixAndThenTheRestIsFoldingAll() {
    Seeds.tryAll(
        SESSIONS,
        draw -> {
          List<SessionEvent> log = log(draw).stream().map(SessionPropertyTest::readBack).toList();
          SessionState whole = fold(start(log), log.subList(1, log.size()));
          for (int cut = 1; cut <= log.size(); cut++) {
            SessionState prefix = fold(start(log), log.subList(1, cut));

            assertThat(fold(prefix, log.subList(cut, log.size()))).isEqualTo(whole);
          }
        });
  }

  @Test
  void floorAndQueueHoldNoRunTwice() {
    Seeds.tryAll(
        SESSIONS,
        draw -> {
          SessionState state = null;
          for (SessionEvent event : log(draw)) {
            state = state == null ? start(List.of(event)) : SessionFold.apply(state, event);

            List<String> runs = new ArrayList<>(state.queue());
            state.active().ifPresent(runs::add);
            assertThat(runs).doesNotHaveDuplicates();
            assertThat(state.queue()).hasSizeLessThanOrEqualTo(SessionState.MAX_QUEUE);
          }
        });
  }

  @Test
  void branchesKeepWhatTheyShareAndNothingElse() {
    Seeds.tryAll(
        SESSIONS,
        draw -> {
          List<SessionEvent> log = log(draw);
          SessionState state = start(log);
          for (SessionEvent event : log.subList(1, log.size())) {
            SessionState next = SessionFold.apply(state, event);
            if (event instanceof SessionEvent.ConversationBranched branched) {
              assertThat(next.branches().subList(0, branched.branch())).isEqualTo(state.branches());
              assertThat(next.conversation().messages())
                  .isEqualTo(
                      state.branches().get(branched.parent()).messages().subList(0, branched.at()));
            }
            state = next;
          }
        });
  }

  private static SessionEvent readBack(SessionEvent event) {
    return (SessionEvent) Event.CODEC.decode(Json.parse(Event.CODEC.encode(event).toString()));
  }

  private static SessionState start(List<SessionEvent> log) {
    return SessionState.of((SessionEvent.SessionCreated) log.getFirst());
  }

  private static SessionState fold(SessionState from, List<SessionEvent> log) {
    SessionState state = from;
    for (SessionEvent event : log) {
      state = SessionFold.apply(state, event);
    }
    return state;
  }

  private static List<SessionEvent> log(Draw draw) {
    List<SessionEvent> log = new ArrayList<>();
    log.add(
        new SessionEvent.SessionCreated(
            "sess_1",
            "default",
            "key",
            "ann",
            Optional.empty(),
            Json.object().build(),
            Instant.EPOCH));
    SessionState state = start(log);
    for (int number = 1; number < 60; number++) {
      for (SessionEvent event : happening(draw, state, "run_" + number)) {
        state = SessionFold.apply(state, event);
        log.add(event);
      }
    }
    return log;
  }

  private static List<SessionEvent> happening(Draw draw, SessionState state, String run) {
    return switch (draw.below(6)) {
      case 0, 1 -> admitted(Admission.of(state, draw.oneOf(List.of(WhenBusy.values()))), run);
      case 2 -> released(state);
      case 3 ->
          List.of(
              new SessionEvent.ConversationExtended(
                  state.current(), Optional.of(run), RandomConversation.of(draw).stored()));
      case 4 -> List.of(branched(draw, state));
      default ->
          List.of(
              new SessionEvent.ConversationCompacted(
                  state.current(),
                  draw.between(0, state.conversation().messages().size()),
                  draw.words()));
    };
  }

  private static SessionEvent branched(Draw draw, SessionState state) {
    int parent = draw.below(state.branches().size());
    int length = state.branches().get(parent).messages().size();
    return new SessionEvent.ConversationBranched(
        state.branches().size(), parent, draw.between(0, length));
  }

  private static List<SessionEvent> admitted(Admission admission, String run) {
    return switch (admission) {
      case Admission.Start _ -> List.of(new SessionEvent.RunActivated(run));
      case Admission.Enqueue _ -> List.of(new SessionEvent.RunQueued(run, Place.LAST));
      case Admission.Interrupt _ -> List.of(new SessionEvent.RunQueued(run, Place.FIRST));
      case Admission.Steer _, Admission.Busy _, Admission.Full _, Admission.Gone _ -> List.of();
    };
  }

  private static List<SessionEvent> released(SessionState state) {
    List<SessionEvent> events = new ArrayList<>();
    state.active().ifPresent(run -> events.add(new SessionEvent.RunReleased(run)));
    state.queue().stream()
        .findFirst()
        .ifPresent(run -> events.add(new SessionEvent.RunActivated(run)));
    return events;
  }
}
