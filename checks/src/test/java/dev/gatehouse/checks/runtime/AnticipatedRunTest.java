package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStreams;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What whoever starts a run hears of it.
final class AnticipatedRunTest {

  private static final String RUN = "run_1";
  private static final Body OUTPUT = new Body.Output(RUN, "call_1", "echo", "stdout", "hi", 1);

  private final List<Frame> log = new ArrayList<>();
  private final LiveStreams streams = new LiveStreams();

  @Test
  void runThatIsOverBeforeAnybodyLooksIsHeardWhole() throws InterruptedException {
    try (Onlooker starter = streams.anticipate(RUN, this::read)) {
      append(new RunEvent.RunPaused("somebody"));
      streams.of(RUN).show(OUTPUT);
      append(
          new RunEvent.RunCompleted(StopReason.END_TURN, Usage.NONE, Cost.ZERO, Optional.empty()));

      List<Frame> heard = starter.next(Duration.ZERO);

      assertThat(heard).extracting(Frame::body).hasSize(3).element(1).isEqualTo(OUTPUT);
      assertThat(starter.ended()).isTrue();
    }
    assertThat(streams.size()).isZero();
  }

  @Test
  void runThatWasNotAdmittedLeavesNoStream() {
    streams.anticipate(RUN, this::read).close();

    streams.forget(RUN);

    assertThat(streams.size()).isZero();
  }

  @Test
  void oneWhoWasRefusedDoesNotSpoilItForAnother() throws InterruptedException {
    try (Onlooker admitted = streams.anticipate(RUN, this::read)) {
      streams.anticipate(RUN, this::read).close();
      streams.forget(RUN);
      append(new RunEvent.RunPaused("somebody"));

      assertThat(admitted.next(Duration.ZERO)).hasSize(1);
    }
  }

  private void append(Event event) {
    long pos = log.size() + 1L;
    Frame frame = new Frame(Place.at(pos), new Body.Recorded(RUN, pos, Instant.EPOCH, event));
    log.add(frame);
    streams.publish(RUN, List.of(frame));
  }

  private List<Frame> read(long pos, int most) {
    return log.subList((int) pos, (int) Math.min(log.size(), pos + most));
  }
}
