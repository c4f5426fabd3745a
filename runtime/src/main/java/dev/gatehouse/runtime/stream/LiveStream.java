package dev.gatehouse.runtime.stream;

import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is happening in one run tree, for all who look on.
///
/// One growing sequence of frames: events after they are durable, fragments as they come. Nobody
/// has a queue: an onlooker holds an index, so that a slow one lags only itself and a run never
/// waits for anybody. The sequence is bounded in size; what falls off its start is in the log, but
/// for the fragments of answers that are still being given, which are merged and kept.
///
/// A thread that brings a fragment serves a waiting onlooker itself, as long as the onlooker takes
/// what it gets without waiting; a slow one is left to its own thread.
///
/// The lock is held for moments and never across I/O.
public final class LiveStream {

  /// How many UTF-16 units of fragments are kept before the oldest fall off.
  private static final int MAX_UNITS = 512 * 1024;

  /// What a frame counts for beyond its text.
  private static final int FRAME_UNITS = 64;

  /// How many onlookers the thread that brings a fragment serves itself. More would hold up the
  /// reading, and leave the other processors idle.
  private static final int MOST_LENT = 4;

  private final String root;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Vigil> vigils = new ArrayList<>(1);
  private final FrameRing frames = new FrameRing();
  private final LastWords gone = new LastWords();
  private final Speakers speakers = new Speakers();
  private long floor;
  private Place newest;
  private long shown;
  private int units;
  private boolean closed;
  private int onlookers;

  /// A stream that knows nothing of what came up to `pos`, which is in the log.
  public LiveStream(String root, long pos) {
    this.root = root;
    this.floor = pos;
    this.newest = Place.at(pos);
  }

  /// {@return the run at the top of the tree}
  public String root() {
    return root;
  }

  /// Shows events that have become durable, in order.
  public void publish(List<Frame> recorded) {
    lock.lock();
    try {
      for (Frame frame : recorded) {
        newest = frame.place();
        speakers.record(frame);
        add(frame);
      }
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// {@return where the answer that a run is giving was dispatched, 0 when it gives none}
  long answer(String run) {
    lock.lock();
    try {
      return speakers.answer(run);
    } finally {
      lock.unlock();
    }
  }

  /// Shows a fragment of an answer. Onlookers hear of it at the next [#drained()].
  void say(long answer, Body.Said said) {
    lock.lock();
    try {
      newest = new Place(newest.pos(), answer, said.end());
      add(new Frame(newest, said));
    } finally {
      lock.unlock();
    }
  }

  /// Shows a fragment of a tool call's arguments. Onlookers hear of it at the next [#drained()].
  void argue(Body.Arguments arguments) {
    lock.lock();
    try {
      add(new Frame(newest, arguments));
    } finally {
      lock.unlock();
    }
  }

  /// Shows something else that is not in the log, at once.
  public void show(Body body) {
    lock.lock();
    try {
      add(new Frame(newest, body));
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// Hands what was said to whoever looks on: to the first few on this thread, which is quicker
  /// than to wake theirs, and to the others by waking them.
  void drained() {
    for (int lent = 0; lent < MOST_LENT; lent++) {
      Vigil vigil = borrow();
      if (vigil == null) {
        return;
      }
      giveBack(vigil, vigil.act());
    }
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Vigil borrow() {
    lock.lock();
    try {
      shown = frames.end();
      for (Vigil vigil : vigils) {
        if (vigil.lend(shown)) {
          return vigil;
        }
      }
      wake();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Vigil vigil, boolean content) {
    lock.lock();
    try {
      vigil.returned(content && !closed);
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    shown = frames.end();
    for (Vigil vigil : vigils) {
      vigil.tell(shown);
    }
  }

  /// Nothing more will come in this process.
  public void close() {
    lock.lock();
    try {
      closed = true;
      vigils.forEach(Vigil::call);
    } finally {
      lock.unlock();
    }
  }

  /// {@return whether nobody looks on}
  public boolean unwatched() {
    lock.lock();
    try {
      return onlookers == 0;
    } finally {
      lock.unlock();
    }
  }

  /// {@return whether anything has been shown}
  boolean begun() {
    lock.lock();
    try {
      return frames.end() > 0;
    } finally {
      lock.unlock();
    }
  }

  void join() {
    lock.lock();
    try {
      onlookers++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      onlookers--;
    } finally {
      lock.unlock();
    }
  }

  /// What there is for somebody who comes from the log.
  ///
  /// @param speaking the dispatches of the answers that are being given
  /// @param merged what has been said in them and has fallen off the start
  /// @param index the first frame after that
  record Entrance(List<Frame> speaking, List<Frame> merged, long index) {}

  /// {@return where to go on for somebody who has all events up to a place, nothing when the log
  /// must be read first}
  Optional<Entrance> enter(long pos) {
    lock.lock();
    try {
      return pos < floor
          ? Optional.empty()
          : Optional.of(
              new Entrance(List.copyOf(speakers.dispatches()), gone.merged(), frames.first()));
    } finally {
      lock.unlock();
    }
  }

  /// What an onlooker finds at an index.
  ///
  /// @param frames the frames from there on, empty when there are none yet
  /// @param next the index after them
  /// @param state whether more can come
  record Glance(List<Frame> frames, long next, State state) {}

  /// Whether more can come.
  enum State {
    LIVE,
    CLOSED,
    /// The index has fallen off the start: the log has what is missing.
    BEHIND
  }

  /// Waits for an onlooker, whose deputy may act for it meanwhile.
  ///
  /// @param nanos how long at most, or [Vigil#FOREVER]
  void keep(Vigil vigil, long nanos) throws InterruptedException {
    lock.lock();
    try {
      vigils.add(vigil);
      if (!closed) {
        vigil.keep(() -> shown, nanos);
      }
    } finally {
      vigils.remove(vigil);
      lock.unlock();
    }
  }

  /// {@return a wait of an onlooker}
  Vigil vigil(Vigil.Deputy deputy) {
    return new Vigil(lock.newCondition(), deputy);
  }

  /// Ends the wait of an onlooker.
  void call(Vigil vigil) {
    lock.lock();
    try {
      vigil.call();
    } finally {
      lock.unlock();
    }
  }

  /// Takes what there is from an index on.
  Glance take(long index, int most) {
    lock.lock();
    try {
      if (index < frames.first()) {
        return new Glance(List.of(), index, State.BEHIND);
      }
      List<Frame> taken = frames.from(index, (int) Math.min(most, shown - index));
      boolean over = closed && taken.isEmpty();
      return new Glance(taken, index + taken.size(), over ? State.CLOSED : State.LIVE);
    } finally {
      lock.unlock();
    }
  }

  private void add(Frame frame) {
    frames.add(frame);
    units += size(frame);
    if (units > MAX_UNITS) {
      shrink();
    }
  }

  private static int size(Frame frame) {
    return FRAME_UNITS + (frame.body() instanceof Body.Said said ? said.text().length() : 0);
  }

  /// Lets the older half go.
  private void shrink() {
    while (units > MAX_UNITS / 2 && frames.size() > 1) {
      Frame oldest = frames.removeFirst();
      units -= size(oldest);
      floor = Math.max(floor, oldest.place().pos());
      gone.hear(oldest);
    }
  }
}
