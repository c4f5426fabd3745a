package dev.gatehouse.adapters.http;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when it is first asked for, and then kept. Thread-safe.
final class Once<T> implements Supplier<T> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T known = made;
    return known == null ? make() : known;
  }

  /// {@return the value, if it has been asked for}
  Optional<T> ifMade() {
    return Optional.ofNullable(made);
  }

  private T make() {
    lock.lock();
    try {
      T known = made;
      T kept = known == null ? maker.get() : known;
      made = kept;
      return kept;
    } finally {
      lock.unlock();
    }
  }
}
