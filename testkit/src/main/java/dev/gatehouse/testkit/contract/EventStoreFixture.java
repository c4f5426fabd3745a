package dev.gatehouse.testkit.contract;

import dev.gatehouse.core.spi.EventStore;

/// Gives a contract the store it tests: a fresh one for every test.
public interface EventStoreFixture {

  /// {@return the store, the same one all through a test}
  EventStore store();

  /// Closes the store and opens it again.
  ///
  /// @return the store from now on
  EventStore reopen();
}
