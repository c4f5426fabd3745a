package dev.gatehouse.testkit.contract;

/// Everything an event store must do.
public interface EventStoreContract
    extends LogContract, LedgerContract, RowContract, LogConcurrencyContract, LogModelContract {}
