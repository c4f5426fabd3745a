package dev.gatehouse.runtime.stream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Frames in the order they came, of which the oldest fall off.
///
/// Each keeps its number for ever, so that an onlooker that holds a number can tell what it missed.
/// Guarded by the lock of its stream.
final class FrameRing {

  /// A power of two, like every later capacity, so that a number's slot is its low bits.
  private static final int FIRST_CAPACITY = 8;

  private @Nullable Frame[] slots = new @Nullable Frame[FIRST_CAPACITY];
  private long first;
  private long end;

  /// {@return the number of the oldest frame that is still here}
  long first() {
    return first;
  }

  /// {@return the number the next frame will have}
  long end() {
    return end;
  }

  int size() {
    return (int) (end - first);
  }

  void add(Frame frame) {
    if (size() == slots.length) {
      grow();
    }
    slots[slot(end++, slots.length)] = frame;
  }

  Frame removeFirst() {
    int slot = slot(first++, slots.length);
    Frame gone = requireNonNull(slots[slot]);
    slots[slot] = null;
    return gone;
  }

  /// {@return the frames from a number on, at most so many}
  List<Frame> from(long number, int most) {
    int count = (int) Math.min(most, end - number);
    if (count <= 1) {
      return count <= 0 ? List.of() : List.of(at(number));
    }
    List<Frame> taken = new ArrayList<>(count);
    for (long next = number; next < number + count; next++) {
      taken.add(at(next));
    }
    return taken;
  }

  private Frame at(long number) {
    return requireNonNull(slots[slot(number, slots.length)]);
  }

  private void grow() {
    @Nullable Frame[] larger = new @Nullable Frame[2 * slots.length];
    for (long number = first; number < end; number++) {
      larger[slot(number, larger.length)] = at(number);
    }
    slots = larger;
  }

  private static int slot(long number, int capacity) {
    return (int) number & (capacity - 1);
  }
}
