package dev.gatehouse.core.spi;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.util.ServiceLoader;
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

  /// {@return the patterns that a module on the path provides, found when the first one is
  /// compiled}
  ///
  /// For conditions that are read back from the log, where nobody can hand over an implementation.
  /// Compiling throws a [GatehouseException] when none is there.
  static Patterns installed() {
    return regex ->
        ServiceLoader.load(Patterns.class, Patterns.class.getClassLoader())
            .findFirst()
            .orElseThrow(() ->
                new GatehouseException(
                    ErrorCode.us("no_patterns"),
                    "nothing here can compile the pattern \""
                        + regex
                        + "\"; put gatehouse-adapters on the path, or another module that"
                        + " provides "
                        + Patterns.class.getName()))
            .compile(regex);
  }
}
