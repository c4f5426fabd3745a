package dev.gatehouse.runtime.seat;

/// Something that happens to a session and its runs, as one step that nobody can interrupt.
///
/// A change looks at the draft, and either records events in it or refuses. It does no I/O and
/// waits for nothing. It is data, so that an engine elsewhere can carry it.
///
/// @param <T> what the one who asked for it is told
public interface Change<T> {

  /// Makes the change.
  T apply(Draft draft);

  /// {@return whether the store may refuse it for want of money, so that nothing else may share its
  /// commit}
  default Company company() {
    return Company.SHARED;
  }

  /// Whether a change may share a commit.
  enum Company {
    SHARED,
    ALONE
  }
}
