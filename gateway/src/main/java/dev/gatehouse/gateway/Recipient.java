package dev.gatehouse.gateway;

import dev.gatehouse.core.delivery.Letter;

/// A program that takes the results of runs. It is called on a thread of its own; one that throws
/// is called again later, with the same letter.
public interface Recipient {

  /// Takes a letter.
  ///
  /// @throws Exception when it could not
  void take(Letter letter) throws Exception;
}
