package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.ModelCallDispatched;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStream.Entrance;
import dev.gatehouse.runtime.stream.LiveStream.Glance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows a run tree from a place on, without gap or repetition, over the log and the live stream.
///
/// It reads the log until it meets the live stream and goes on from there; when it has lagged so
/// far that what it needs has fallen off the live stream, it reads the log again. What it has heard
/// of each answer in progress is kept as an offset, so that a fragment that was merged, or an
/// answer that was finished meanwhile, is cut where the last one ended. Every frame is judged by
/// these offsets and by the place in the log, so that meeting some of them again does no harm.
///
/// Several runs of a tree may speak at once, and a cursor carries the offset of one. Of every other
/// answer that was in progress at the cursor, what this onlooker saw is void: it is told so, and
/// hears the answer from its start.
///
/// Used by one thread, and while that waits by those who act for it.
public final class Onlooker implements AutoCloseable {

  private static final int PAGE = 256;

  private final LogReader log;
  private final Supplier<Optional<LiveStream>> find;
  private final String root;
  private final Hearing hearing = new Hearing();
  private final Place from;
  private Optional<LiveStream> live = Optional.empty();
  private long index = -1;
  private long met;
  private long pos;
  private Place here;
  private boolean remembered;
  private boolean ended;
  private volatile @Nullable Wait wait;

  /// Reads recorded frames of a tree from the log.
  public interface LogReader {

    /// {@return the events after a place, in order, at most so many}
    List<Frame> after(long pos, int most);
  }

  /// Takes frames from whatever thread brings them, one at a time.
  public interface Recipient {

    /// Takes frames without waiting.
    ///
    /// @return whether it can take more at once
    boolean take(List<Frame> frames);
  }

  /// A wait in progress.
  private record Wait(LiveStream stream, Vigil vigil) {}

  /// An onlooker of a tree, from a place on.
  ///
  /// @param find finds the tree's live stream, if it has one in this process
  public Onlooker(String root, Place from, LogReader log, Supplier<Optional<LiveStream>> find) {
    this.root = root;
    this.log = log;
    this.find = find;
    this.from = from;
    this.pos = from.pos();
    this.here = from;
    this.remembered = from.isBare();
  }

  /// {@return the run at the top of the tree it looks on at}
  public String root() {
    return root;
  }

  /// {@return whether the run has ended and all of it was handed out}
  public boolean ended() {
    return ended;
  }

  /// Meets the live stream now, before anything is taken.
  void arrive() {
    enter(new ArrayList<>());
  }

  /// Takes the next frames, and waits for some if there are none.
  ///
  /// @return the frames, empty when patience ran out or nothing will come
  public List<Frame> next(Duration patience) throws InterruptedException {
    List<Frame> shown = now();
    return shown.isEmpty() && wait(new Asleep(), patience.toNanos()) ? now() : shown;
  }

  /// Takes the next frames. If there are none, it waits, and while it waits others hand what they
  /// have to the recipient.
  ///
  /// @return what the recipient has not got; empty when it could take no more, when somebody
  ///   called, or when nothing will come
  public List<Frame> next(Recipient meanwhile) throws InterruptedException {
    List<Frame> shown = now();
    return shown.isEmpty() && wait(new Lent(meanwhile), Vigil.FOREVER) ? now() : shown;
  }

  /// Ends the wait for the next frames. From any thread.
  public void call() {
    Wait current = wait;
    if (current != null) {
      current.stream().call(current.vigil());
    }
  }

  /// {@return whether there may be something now}
  private boolean wait(Vigil.Deputy deputy, long nanos) throws InterruptedException {
    if (ended || index < 0 || nanos <= 0) {
      return false;
    }
    LiveStream stream = stream();
    Vigil vigil = stream.vigil(deputy);
    wait = new Wait(stream, vigil);
    stream.keep(vigil, nanos);
    wait = null;
    return true;
  }

  private List<Frame> now() {
    List<Frame> shown = new ArrayList<>();
    if (ended) {
      return shown;
    }
    if (index < 0) {
      remember();
      if (!enter(shown)) {
        readLog(shown);
      }
      if (index < 0 || !shown.isEmpty()) {
        return shown;
      }
    }
    look(shown);
    return shown;
  }

  /// This onlooker, when nobody shall act for it.
  private final class Asleep implements Vigil.Deputy {

    @Override
    public long index() {
      return index;
    }

    @Override
    public boolean act() {
      return false;
    }
  }

  /// This onlooker, while another thread acts for it.
  private final class Lent implements Vigil.Deputy {

    private final Recipient recipient;

    private Lent(Recipient recipient) {
      this.recipient = recipient;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public boolean act() {
      List<Frame> shown = new ArrayList<>(1);
      look(shown);
      return (shown.isEmpty() || recipient.take(shown)) && index >= 0 && !ended;
    }
  }

  /// Finds out whose answer the cursor speaks of.
  private void remember() {
    if (!remembered) {
      remembered = true;
      for (Frame frame : log.after(from.answer() - 1, 1)) {
        hearing.begin(frame, from.offset());
      }
    }
  }

  /// Meets the live stream, if it reaches back far enough.
  private boolean enter(List<Frame> shown) {
    if (live.isEmpty()) {
      live = find.get();
      live.ifPresent(LiveStream::join);
    }
    Optional<Entrance> entrance = live.flatMap(stream -> stream.enter(pos));
    entrance.ifPresent(open -> {
      open.speaking().forEach(dispatch -> join(dispatch, shown));
      open.merged().forEach(frame -> show(frame, shown));
      index = open.index();
    });
    return entrance.isPresent();
  }

  private void join(Frame dispatch, List<Frame> shown) {
    if (dispatch.place().pos() <= pos
        && dispatch.body() instanceof Body.Recorded begun
        && begun.event() instanceof ModelCallDispatched call
        && !hearing.knows(begun.run(), call.turn(), call.attempt())) {
      meet(dispatch, shown);
    }
  }

  private LiveStream stream() {
    return live.orElseThrow(() -> new IllegalStateException("run '" + root + "' is not live"));
  }

  private void look(List<Frame> shown) {
    Glance glance = stream().take(index, PAGE);
    for (Frame frame : glance.frames()) {
      boolean fresh = index++ >= met;
      if (frame.body() instanceof Body.Recorded || frame.body() instanceof Body.Said || fresh) {
        show(frame, shown);
      }
      if (ended) {
        return;
      }
    }
    met = Math.max(met, index);
    switch (glance.state()) {
      case LIVE -> {}
      case BEHIND -> index = -1;
      case CLOSED -> leave();
    }
  }

  private void leave() {
    live.ifPresent(LiveStream::leave);
    live = Optional.empty();
    index = -1;
    met = 0;
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

  private void show(Frame frame, List<Frame> shown) {
    switch (frame.body()) {
      case Body.Recorded recorded -> {
        if (frame.place().pos() > pos) {
          record(frame, recorded, shown);
        }
      }
      case Body.Said said -> hearing.unheard(frame, said, pos).ifPresent(rest -> tell(rest, shown));
      case Body.Arguments _, Body.Output _, Body.Custom _, Body.ToolsChanged _, Body.Again _ -> {
        if (frame.place().mayFollow(from)) {
          // Of what was said around it, some may have been heard long ago.
          tell(frame.place().equals(here) ? frame : new Frame(here, frame.body()), shown);
        }
      }
    }
  }

  private void tell(Frame frame, List<Frame> shown) {
    here = frame.place();
    shown.add(frame);
  }

  private void record(Frame frame, Body.Recorded recorded, List<Frame> shown) {
    switch (recorded.event()) {
      case ModelCallDispatched _ -> hearing.begin(frame, 0);
      case ModelEvent.ModelReplied reply ->
          finish(recorded, reply.turn(), reply.attempt(), reply.content(), shown);
      case ModelEvent.ModelCutOff cut ->
          finish(recorded, cut.turn(), cut.attempt(), cut.content(), shown);
      case ModelEvent.ModelFailed _ -> hearing.end(recorded.run());
      default -> {}
    }
    pos = frame.place().pos();
    tell(frame, shown);
    if (recorded.run().equals(root) && isTerminal(recorded)) {
      ended = log.after(pos, 1).isEmpty();
    }
  }

  static boolean isTerminal(Body.Recorded recorded) {
    return recorded.event() instanceof RunEvent.RunCompleted
        || recorded.event() instanceof RunEvent.RunCancelled
        || recorded.event() instanceof RunEvent.RunFailed;
  }

  /// Shows what has not been heard of an answer that is whole now.
  private void finish(
      Body.Recorded end, int turn, int attempt, List<Content> content, List<Frame> shown) {
    if (!hearing.knows(end.run(), turn, attempt)) {
      meet(dispatch(end.run(), turn, attempt), shown);
    }
    Optional<List<Frame>> rest = hearing.rest(end.run(), pos, content);
    if (rest.isEmpty()) {
      restart(dispatch(end.run(), turn, attempt), shown);
      rest = hearing.rest(end.run(), pos, content);
    }
    rest.orElseThrow().forEach(frame -> tell(frame, shown));
    hearing.end(end.run());
  }

  /// Meets an answer that was in progress when this onlooker came. Only one whose dispatch was the
  /// last thing it saw can be joined without voiding anything.
  private void meet(Frame dispatch, List<Frame> shown) {
    if (from.isBare() && dispatch.place().pos() == from.pos()) {
      hearing.begin(dispatch, 0);
    } else {
      restart(dispatch, shown);
    }
  }

  private void restart(Frame dispatch, List<Frame> shown) {
    if (dispatch.body() instanceof Body.Recorded begun
        && begun.event() instanceof ModelCallDispatched call) {
      shown.add(
          new Frame(
              here,
              new Body.Again(
                  begun.run(), call.turn(), call.attempt(), call.model(), dispatch.place().pos())));
      hearing.begin(dispatch, 0);
    }
  }

  /// Looks for the dispatch of an answer in the log, from its end backwards.
  private Frame dispatch(String run, int turn, int attempt) {
    for (long until = pos; until > 0; until -= PAGE) {
      long after = Math.max(0, until - PAGE);
      for (Frame frame : log.after(after, (int) (until - after)).reversed()) {
        if (frame.body() instanceof Body.Recorded recorded
            && recorded.run().equals(run)
            && recorded.event() instanceof ModelCallDispatched call
            && call.turn() == turn
            && call.attempt() == attempt) {
          return frame;
        }
      }
    }
    throw new IllegalStateException(
        "attempt " + attempt + " at turn " + turn + " of run '" + run + "' was never dispatched");
  }

  @Override
  public void close() {
    leave();
  }
}
