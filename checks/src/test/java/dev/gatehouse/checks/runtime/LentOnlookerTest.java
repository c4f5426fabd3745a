package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStreams;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Pen;
import dev.gatehouse.runtime.stream.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The thread that brings fragments may act for onlookers that wait, and nobody notices.
@Timeout(300)
final class LentOnlookerTest {

  private static final String RUN = "run_1";
  private static final int FRAGMENTS = 20_000;
  private static final int ONLOOKERS = 6;

  private final List<Frame> log = new CopyOnWriteArrayList<>();
  private final LiveStreams streams = new LiveStreams();

  private void append(Event event) {
    long pos = log.size() + 1L;
    Frame frame = new Frame(Place.at(pos), new Body.Recorded(RUN, pos, Instant.EPOCH, event));
    log.add(frame);
    streams.publish(RUN, List.of(frame));
  }

  private Onlooker look() {
    return new Onlooker(
        RUN,
        Place.START,
        (pos, most) -> log.subList((int) pos, (int) Math.min(log.size(), pos + most)),
        () -> streams.find(RUN));
  }

  private Pen pen() {
    append(new ModelEvent.ModelCallDispatched(1, 1, "m", Cost.ZERO));
    return new Pen(streams.of(RUN), RUN, 1, 1);
  }

  private void complete(String text) {
    append(
        new ModelEvent.ModelReplied(
            1,
            1,
            List.of(new Content.Text(text)),
            StopReason.END_TURN,
            Usage.NONE,
            Cost.ZERO,
            "m"));
    append(new RunEvent.RunCompleted(StopReason.END_TURN, Usage.NONE, Cost.ZERO, Optional.empty()));
  }

  /// Collects what it gets, from one thread at a time, and often has had enough.
  private static final class Collector implements Onlooker.Recipient {

    private final StringBuilder text = new StringBuilder();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final SplittableRandom random = new SplittableRandom(3);

    @Override
    public boolean take(List<Frame> frames) {
      assertThat(busy.getAndSet(true)).isFalse();
      for (Frame frame : frames) {
        if (frame.body() instanceof Body.Said said) {
          text.append(said.text());
        }
      }
      busy.set(false);
      return random.nextInt(4) > 0;
    }

    private String follow(Onlooker onlooker) throws InterruptedException {
      while (!onlooker.ended()) {
        take(onlooker.next(this));
      }
      return text.toString();
    }
  }

  @Test
  void everyOnlookerGetsEveryFragmentOnceWhoeverBringsIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Pen pen = pen();
      List<Future<String>> heard = new CopyOnWriteArrayList<>();
      for (int number = 0; number < ONLOOKERS; number++) {
        Onlooker onlooker = look();
        heard.add(threads.submit(() -> new Collector().follow(onlooker)));
      }
      var random = new SplittableRandom(1);
      var said = new StringBuilder();
      for (int number = 0; number < FRAGMENTS; number++) {
        said.append(number).append(' ');
        pen.text(number + " ");
        if (random.nextInt(3) == 0) {
          pen.drained();
        }
      }
      complete(said.toString());

      for (Future<String> text : heard) {
        assertThat(text.get().equals(said.toString())).isTrue();
      }
    }
  }

  @Test
  void aWaitEndsWhenSomebodyCalls() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pen();
      Onlooker onlooker = look();
      onlooker.next(_ -> true);
      Future<List<Frame>> waiting = threads.submit(() -> onlooker.next(_ -> true));

      while (!waiting.isDone()) {
        onlooker.call();
        Thread.onSpinWait();
      }

      assertThat(waiting.get()).isEmpty();
      assertThat(onlooker.ended()).isFalse();
    }
  }

  @Test
  void whatBreaksWhileOthersActIsTheMatterOfTheOnlookersThread() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Pen pen = pen();
      Onlooker onlooker = look();
      onlooker.next(_ -> true);
      Future<Void> following = threads.submit(() -> breakWhenLent(onlooker));
      while (!following.isDone()) {
        pen.text("more ");
        pen.drained();
      }

      assertThatThrownBy(following::get).hasRootCauseMessage("broken pipe");
    }
  }

  private static Void breakWhenLent(Onlooker onlooker) throws InterruptedException {
    while (true) {
      onlooker.next(_ -> {
        throw new IllegalStateException("broken pipe");
      });
    }
  }
}
