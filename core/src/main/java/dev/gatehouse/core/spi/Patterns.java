package dev.gatehouse.core.spi;

import java.util.function.Predicate;

/// Compiles regular expressions that cannot be made to run for ever.
public interface Patterns {

  /// The longest text a compiled pattern judges; who asks about a longer one must know what its
  /// silence means, for it never matches.
  int MAX_TEXT = 262_144;

  /// Compiles a pattern in RE2 syntax.
  ///
  /// @return whether the pattern matches somewhere in a text, found in time that is linear in the
  ///   text; never throws
  /// @throws IllegalArgumentException when it is malformed or too large, saying why
  Predicate<String> compile(String regex);
}
