package dev.gatehouse.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.SessionEvent.Place;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.session.Admission.WhenBusy;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {

  private static final SessionState FREE =
      SessionState.of(
          new SessionEvent.SessionCreated(
              "sess_1",
              "default",
              "key",
              "ann",
              Optional.empty(),
              Json.object().build(),
              Instant.EPOCH));
  private static final SessionState BUSY =
      SessionFold.apply(FREE, new SessionEvent.RunActivated("run_1"));

  @ParameterizedTest
  @EnumSource(WhenBusy.class)
  void freeFloorIsTaken(WhenBusy whenBusy) {
    assertThat(Admission.of(FREE, whenBusy)).isEqualTo(new Admission.Start());
  }

  @Test
  void busyFloorIsTheClientsChoice() {
    assertThat(Admission.of(BUSY, WhenBusy.REJECT)).isEqualTo(new Admission.Busy("run_1"));
    assertThat(Admission.of(BUSY, WhenBusy.ENQUEUE)).isEqualTo(new Admission.Enqueue());
    assertThat(Admission.of(BUSY, WhenBusy.INTERRUPT)).isEqualTo(new Admission.Interrupt("run_1"));
    assertThat(Admission.of(BUSY, WhenBusy.STEER)).isEqualTo(new Admission.Steer("run_1"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ENQUEUE", "INTERRUPT"})
  void queueIsFullForWhoeverWouldWait(WhenBusy whenBusy) {
    SessionState state = BUSY;
    for (int run = 2; run < 2 + SessionState.MAX_QUEUE; run++) {
      state = SessionFold.apply(state, new SessionEvent.RunQueued("run_" + run, Place.LAST));
    }

    assertThat(Admission.of(state, whenBusy)).isEqualTo(new Admission.Full(SessionState.MAX_QUEUE));
  }

  @ParameterizedTest
  @EnumSource(WhenBusy.class)
  void endedSessionTakesNobody(WhenBusy whenBusy) {
    SessionState ended = SessionFold.apply(FREE, new SessionEvent.SessionEnded("closed"));

    assertThat(Admission.of(ended, whenBusy)).isEqualTo(new Admission.Gone());
  }
}
