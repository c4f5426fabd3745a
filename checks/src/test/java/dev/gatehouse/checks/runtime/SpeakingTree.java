package dev.gatehouse.checks.runtime;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.core.Failure;
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
import dev.gatehouse.testkit.random.Draw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run and its children, all of which speak when they like, and a process that may crash.
final class SpeakingTree {

  static final String ROOT = "run_root";

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final int LONG_FRAGMENT = 30_000;

  private final Draw draw;
  private final List<Frame> log = new ArrayList<>();
  private final Map<String, Speaker> speakers = new LinkedHashMap<>();
  private LiveStreams streams = new LiveStreams();

  /// One run, and what the store keeps of what it said.
  private static final class Speaker {

    private final StringBuilder stored = new StringBuilder();
    private StringBuilder thought = new StringBuilder();
    private StringBuilder text = new StringBuilder();
    private Optional<Pen> pen = Optional.empty();
    private int turn = 1;
    private int attempt;
    private long dispatched;

    private List<Content> content() {
      List<Content> content = new ArrayList<>();
      if (!thought.isEmpty()) {
        content.add(new Content.Thinking(thought.toString(), Optional.empty(), Optional.empty()));
      }
      content.add(new Content.Text(text.toString()));
      return content;
    }

    private void store() {
      stored.append(thought).append(text);
      turn++;
      attempt = 0;
      forget();
    }

    private void forget() {
      thought = new StringBuilder();
      text = new StringBuilder();
      pen = Optional.empty();
    }
  }

  SpeakingTree(Draw draw, int children) {
    this.draw = draw;
    speakers.put(ROOT, new Speaker());
    for (int child = 1; child <= children; child++) {
      speakers.put("run_" + child, new Speaker());
    }
    append(ROOT, new RunEvent.RunStarted("a", "m", "ses_1", Optional.empty(), 0, 0, false));
  }

  /// Lets something happen.
  void step() {
    String run = draw.oneOf(List.copyOf(speakers.keySet()));
    Speaker speaker = requireNonNull(speakers.get(run));
    if (draw.chance(0.08)) {
      append(run, new RunEvent.RunPaused("somebody"));
    } else if (draw.chance(0.05)) {
      streams.of(ROOT).show(new Body.Output(run, "call_1", "t", "stdout", draw.words(), 1));
    } else if (speaker.pen.isEmpty()) {
      dispatch(run, speaker);
    } else if (draw.chance(0.85)) {
      speak(speaker, speaker.pen.get());
    } else {
      end(run, speaker);
    }
  }

  private void dispatch(String run, Speaker speaker) {
    speaker.attempt++;
    append(run, new ModelEvent.ModelCallDispatched(speaker.turn, speaker.attempt, "m", Cost.ZERO));
    speaker.dispatched = log.size();
    speaker.pen = Optional.of(new Pen(streams.of(ROOT), run, speaker.turn, speaker.attempt));
  }

  private void speak(Speaker speaker, Pen pen) {
    String fragment = draw.chance(0.15) ? draw.words().repeat(LONG_FRAGMENT / 10) : draw.words();
    if (speaker.text.isEmpty() && draw.chance(0.3)) {
      speaker.thought.append(fragment);
      pen.thinking(fragment);
    } else {
      speaker.text.append(fragment);
      pen.text(fragment);
    }
    if (draw.chance(0.7)) {
      pen.drained();
    }
  }

  private void end(String run, Speaker speaker) {
    if (draw.chance(0.3)) {
      fail(run, speaker);
      return;
    }
    append(
        run,
        draw.chance(0.3)
            ? new ModelEvent.ModelCutOff(
                speaker.turn, speaker.attempt, speaker.content(), Usage.NONE, Cost.ZERO)
            : new ModelEvent.ModelReplied(
                speaker.turn,
                speaker.attempt,
                speaker.content(),
                StopReason.END_TURN,
                Usage.NONE,
                Cost.ZERO,
                "m"));
    speaker.store();
  }

  private void fail(String run, Speaker speaker) {
    append(
        run,
        new ModelEvent.ModelFailed(
            speaker.turn,
            speaker.attempt,
            "m",
            Failure.of(Failure.Code.OVERLOADED, "busy"),
            Usage.NONE,
            Cost.ZERO,
            speaker.dispatched,
            ModelEvent.Plan.RETRY));
    speaker.forget();
  }

  private void append(String run, Event event) {
    long pos = log.size() + 1L;
    Frame frame = new Frame(Place.at(pos), new Body.Recorded(run, pos, NOW, event));
    log.add(frame);
    streams.publish(ROOT, List.of(frame));
  }

  /// Loses whatever is not in the log.
  void crash() {
    streams.close();
    streams = new LiveStreams();
    streams.open(ROOT, log.size());
    speakers.forEach((run, speaker) -> {
      if (speaker.pen.isPresent()) {
        fail(run, speaker);
      }
    });
  }

  /// Ends every answer, and then the run.
  void end() {
    speakers.forEach((run, speaker) -> {
      while (speaker.pen.isPresent()) {
        end(run, speaker);
      }
    });
    append(
        ROOT,
        new RunEvent.RunCompleted(StopReason.END_TURN, Usage.NONE, Cost.ZERO, Optional.empty()));
  }

  Onlooker look(Place from) {
    return new Onlooker(ROOT, from, this::after, () -> streams.find(ROOT));
  }

  private List<Frame> after(long pos, int most) {
    return List.copyOf(log.subList((int) pos, (int) Math.min(log.size(), pos + most)));
  }

  /// {@return what each run said in all its answers, thoughts included}
  Map<String, String> stored() {
    Map<String, String> stored = new LinkedHashMap<>();
    speakers.forEach((run, speaker) -> stored.put(run, speaker.stored.toString()));
    return stored;
  }
}
