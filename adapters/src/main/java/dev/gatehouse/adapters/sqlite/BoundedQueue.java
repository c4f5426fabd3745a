package dev.gatehouse.adapters.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A queue that holds so many elements and no more, and can be closed: what is inside then still
/// comes out, and nothing goes in. Waiting cannot be interrupted, because whoever waits here must
/// learn what became of its element.
final class BoundedQueue<T> {

  private final int capacity;
  private final ArrayDeque<T> elements = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private boolean closed;

  BoundedQueue(int capacity) {
    this.capacity = capacity;
  }

  /// Adds an element, waiting for room.
  ///
  /// @return whether it was taken in; not when the queue is closed
  boolean put(T element) {
    lock.lock();
    try {
      while (elements.size() >= capacity && !closed) {
        notFull.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      elements.add(element);
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is there, at most so many, waiting for the first; empty only when the queue is
  /// closed and drained.
  List<T> drain(int most) {
    lock.lock();
    try {
      while (elements.isEmpty() && !closed) {
        notEmpty.awaitUninterruptibly();
      }
      var taken = new ArrayList<T>(Math.min(most, elements.size()));
      while (taken.size() < most && !elements.isEmpty()) {
        taken.add(elements.remove());
      }
      notFull.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      notFull.signalAll();
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
