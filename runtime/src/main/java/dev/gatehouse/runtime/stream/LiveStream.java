package dev.gatehouse.runtime.stream;

import dev.gatehouse.runtime.stream.Frame.Body;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is happening in one run tree, for all who look on.
///
/// One growing sequence of frames: events after they are durable, fragments as they come. Nobody
/// has a queue: an onlooker holds an index, so that a slow one lags only itself and a run never
/// waits for anybody. The sequence is bounded in size; what falls off its start is in the log, but
/// for the fragments of an answer that is still being given, which are merged and kept.
///
/// The lock is held for moments and never across I/O.
public final class LiveStream {

  /// How many UTF-16 units of fragments are kept before the oldest fall off.
  static final int MAX_UNITS = 512 * 1024;

  /// What a frame counts for beyond its text.
  private static final int FRAME_UNITS = 64;

  private final String root;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private long first;
  private long floor;
  private long pos;
  private int units;
  private int shrinkAt = MAX_UNITS;
  private boolean closed;
  private int onlookers;

  /// A stream that knows nothing of what came up to `pos`, which is in the log.
  public LiveStream(String root, long pos) {
    this.root = root;
    this.floor = pos;
    this.pos = pos;
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
        pos = frame.place().pos();
        add(frame);
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Shows a fragment. Onlookers hear of it at the next [#drained()].
  void say(String run, int turn, int attempt, Frame.Voice voice, String text, int end) {
    lock.lock();
    try {
      add(
          new Frame(
              new Place(pos, turn, attempt, end),
              new Body.Said(run, turn, attempt, voice, text, end)));
    } finally {
      lock.unlock();
    }
  }

  /// Shows something else that is not in the log, at once.
  public void show(Body body, Place near) {
    lock.lock();
    try {
      add(new Frame(new Place(pos, near.turn(), near.attempt(), near.offset()), body));
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Shows a fragment of a tool call's arguments. Onlookers hear of it at the next [#drained()].
  void argue(Body.Arguments arguments, Place near) {
    lock.lock();
    try {
      add(new Frame(new Place(pos, near.turn(), near.attempt(), near.offset()), arguments));
    } finally {
      lock.unlock();
    }
  }

  /// Wakes whoever looks on.
  void drained() {
    lock.lock();
    try {
      if (onlookers > 0) {
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come in this process.
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
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

  /// {@return the index of the first frame after a place, or nothing below zero when the log must
  /// be read first}
  long index(long after) {
    lock.lock();
    try {
      if (after < floor) {
        return -1;
      }
      long index = first;
      for (Frame frame : frames) {
        boolean recorded = frame.body() instanceof Body.Recorded;
        if (recorded ? frame.place().pos() > after : frame.place().pos() >= after) {
          return index;
        }
        index++;
      }
      return index;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what there is from an index on, and waits for something if there is nothing.
  Glance take(long index, int most, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (index >= first + frames.size() && !closed && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      if (index < first) {
        return new Glance(List.of(), index, State.BEHIND);
      }
      List<Frame> taken = slice((int) (index - first), most);
      boolean over = closed && taken.isEmpty();
      return new Glance(taken, index + taken.size(), over ? State.CLOSED : State.LIVE);
    } finally {
      lock.unlock();
    }
  }

  private List<Frame> slice(int from, int most) {
    int until = (int) Math.min(frames.size(), (long) from + most);
    if (from >= until) {
      return List.of();
    }
    List<Frame> taken = new ArrayList<>(until - from);
    if (from > frames.size() / 2) {
      var newest = frames.descendingIterator();
      for (int place = frames.size() - 1; place >= from; place--) {
        Frame frame = newest.next();
        if (place < until) {
          taken.add(frame);
        }
      }
      return taken.reversed();
    }
    var oldest = frames.iterator();
    for (int place = 0; place < until; place++) {
      Frame frame = oldest.next();
      if (place >= from) {
        taken.add(frame);
      }
    }
    return taken;
  }

  private void add(Frame frame) {
    frames.addLast(frame);
    units += size(frame);
    if (units > shrinkAt) {
      shrink();
      // What was merged stays, however large: without new room each further frame would merge it
      // again.
      shrinkAt = Math.max(MAX_UNITS, units + MAX_UNITS / 2);
    }
  }

  private static int size(Frame frame) {
    return FRAME_UNITS + (frame.body() instanceof Body.Said said ? said.text().length() : 0);
  }

  /// Lets the older half go. Fragments of the answers in progress are merged into the frames that
  /// stay.
  private void shrink() {
    LastWords kept = new LastWords();
    while (units > MAX_UNITS / 2 && frames.size() > 1) {
      Frame gone = frames.removeFirst();
      first++;
      units -= size(gone);
      floor = Math.max(floor, gone.place().pos());
      kept.hear(gone);
    }
    frames.forEach(kept::forgetEnded);
    List<Frame> merged = kept.merged();
    for (Frame frame : merged.reversed()) {
      frames.addFirst(frame);
      first--;
      units += size(frame);
    }
  }
}
