package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStream.Glance;
import dev.gatehouse.runtime.stream.LiveStream.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Follows a run tree from a place on, without gap or repetition, over the log and the live stream.
///
/// It reads the log until it meets the live stream and goes on from there; when it has lagged so
/// far that what it needs has fallen off the live stream, it reads the log again. What it has heard
/// of the answer in progress is kept as an offset, so that a fragment that was merged, or an answer
/// that was finished meanwhile, is cut where the last one ended.
///
/// Used by one thread.
public final class Onlooker implements AutoCloseable {

  private static final int PAGE = 256;

  private final LogReader log;
  private final Supplier<Optional<LiveStream>> find;
  private final String root;
  private Optional<LiveStream> live = Optional.empty();
  private long index = -1;
  private long pos;
  private Heard heard;
  private boolean ended;

  /// Reads recorded frames of a tree from the log.
  public interface LogReader {

    /// {@return the events after a place, in order, at most so many}
    List<Frame> after(long pos, int most);
  }

  /// What was heard of an answer.
  private record Heard(int turn, int attempt, int offset) {

    boolean is(int someTurn, int someAttempt) {
      return turn == someTurn && attempt == someAttempt;
    }
  }

  /// An onlooker of a tree, from a place on.
  ///
  /// @param find finds the tree's live stream, if it has one in this process
  public Onlooker(String root, Place from, LogReader log, Supplier<Optional<LiveStream>> find) {
    this.root = root;
    this.log = log;
    this.find = find;
    this.pos = from.pos();
    this.heard = new Heard(from.turn(), from.attempt(), from.offset());
  }

  /// {@return whether the run has ended and all of it was handed out}
  public boolean ended() {
    return ended;
  }

  /// Takes the next frames, and waits for some if there are none.
  ///
  /// @return the frames, empty when patience ran out or nothing will come
  public List<Frame> next(Duration patience) throws InterruptedException {
    List<Frame> shown = new ArrayList<>();
    if (ended) {
      return shown;
    }
    if (index < 0 && !place()) {
      readLog(shown);
      return shown;
    }
    Glance glance = stream().take(index, PAGE, patience);
    index = glance.next();
    for (Frame frame : glance.frames()) {
      if (!isNext(frame)) {
        index = -1;
        return shown;
      }
      show(frame, shown);
      if (ended) {
        return shown;
      }
    }
    if (glance.state() != State.LIVE) {
      lose();
    }
    return shown;
  }

  private LiveStream stream() {
    return live.orElseThrow(() -> new IllegalStateException("run '" + root + "' is not live"));
  }

  /// Meets the live stream, if it reaches back far enough.
  private boolean place() {
    if (live.isEmpty()) {
      live = find.get();
      live.ifPresent(LiveStream::join);
    }
    index = live.map(stream -> stream.index(pos)).orElse(-1L);
    return index >= 0;
  }

  private void lose() {
    live.ifPresent(LiveStream::leave);
    live = Optional.empty();
    index = -1;
  }

  private void readLog(List<Frame> shown) {
    List<Frame> page = log.after(pos, PAGE);
    for (Frame frame : page) {
      show(frame, shown);
    }
    if (page.isEmpty() && live.isEmpty()) {
      ended = true;
    }
  }

  /// A tree's log has no gaps, and neither has an answer: where one shows, the log is asked.
  private boolean isNext(Frame frame) {
    return switch (frame.body()) {
      case Body.Recorded _ -> frame.place().pos() <= pos + 1;
      case Body.Said said ->
          frame.place().pos() <= pos
              && said.start() <= (heard.is(said.turn(), said.attempt()) ? heard.offset() : 0);
      case Body.Arguments _, Body.Output _, Body.Custom _, Body.ToolsChanged _, Body.Again _ ->
          frame.place().pos() <= pos;
    };
  }

  private void show(Frame frame, List<Frame> shown) {
    switch (frame.body()) {
      case Body.Recorded recorded when frame.place().pos() > pos -> record(frame, recorded, shown);
      case Body.Recorded _ -> {}
      case Body.Said said -> hear(frame, said, shown);
      case Body.Arguments _, Body.Output _, Body.Custom _, Body.ToolsChanged _, Body.Again _ ->
          shown.add(frame);
    }
  }

  private void record(Frame frame, Body.Recorded recorded, List<Frame> shown) {
    switch (recorded.event()) {
      case ModelEvent.ModelReplied reply ->
          finish(frame, recorded, reply.turn(), reply.attempt(), reply.content(), shown);
      case ModelEvent.ModelCutOff cut ->
          finish(frame, recorded, cut.turn(), cut.attempt(), cut.content(), shown);
      default -> {}
    }
    pos = frame.place().pos();
    shown.add(frame);
    if (recorded.run().equals(root) && isTerminal(recorded)) {
      ended = log.after(pos, 1).isEmpty();
    }
  }

  static boolean isTerminal(Body.Recorded recorded) {
    return recorded.event() instanceof RunEvent.RunCompleted
        || recorded.event() instanceof RunEvent.RunCancelled
        || recorded.event() instanceof RunEvent.RunFailed;
  }

  private void finish(
      Frame frame,
      Body.Recorded recorded,
      int turn,
      int attempt,
      List<Content> content,
      List<Frame> shown) {
    int offset = heard.is(turn, attempt) ? heard.offset() : 0;
    Place place = Place.at(frame.place().pos() - 1);
    if (offset > Speech.length(content)) {
      shown.add(new Frame(place, again(recorded.run(), turn, attempt)));
      offset = 0;
    }
    shown.addAll(Speech.rest(place, recorded.run(), turn, attempt, content, offset));
    heard = new Heard(0, 0, 0);
  }

  /// Says what is void. Events may stand between a dispatch and its end, so the log is asked where
  /// it was.
  private Body again(String run, int turn, int attempt) {
    long read = 0;
    List<Frame> page;
    do {
      page = log.after(read, PAGE);
      for (Frame frame : page) {
        read = frame.place().pos();
        if (frame.body() instanceof Body.Recorded recorded
            && recorded.run().equals(run)
            && recorded.event() instanceof ModelEvent.ModelCallDispatched call
            && call.turn() == turn
            && call.attempt() == attempt) {
          return new Body.Again(run, turn, attempt, call.model(), read);
        }
      }
    } while (!page.isEmpty());
    throw new IllegalStateException(
        "attempt " + attempt + " at turn " + turn + " of run '" + run + "' was never dispatched");
  }

  private void hear(Frame frame, Body.Said said, List<Frame> shown) {
    int offset = heard.is(said.turn(), said.attempt()) ? heard.offset() : 0;
    if (said.end() <= offset) {
      return;
    }
    heard = new Heard(said.turn(), said.attempt(), said.end());
    if (said.start() >= offset) {
      shown.add(frame);
      return;
    }
    String unheard = said.text().substring(offset - said.start());
    Body rest =
        new Body.Said(said.run(), said.turn(), said.attempt(), said.voice(), unheard, said.end());
    shown.add(new Frame(frame.place(), rest));
  }

  @Override
  public void close() {
    lose();
  }
}
