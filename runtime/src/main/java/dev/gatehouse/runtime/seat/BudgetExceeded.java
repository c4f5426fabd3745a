package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.money.Cost;

/// A ledger could not bear what a change would have reserved; the change was not made.
public final class BudgetExceeded extends GatehouseException {

  private static final long serialVersionUID = 1L;

  private final String ledger;
  private final long balance;
  private final long cap;

  BudgetExceeded(String ledger, Cost balance, Cost cap) {
    super(
        ErrorCode.caller("budget_exceeded"),
        "ledger '"
            + ledger
            + "' holds $"
            + balance.dollars().toPlainString()
            + " of at most $"
            + cap.dollars().toPlainString());
    this.ledger = ledger;
    this.balance = balance.value();
    this.cap = cap.value();
  }

  /// {@return the ledger that refused}
  public String ledger() {
    return ledger;
  }

  /// {@return what it held}
  public Cost balance() {
    return new Cost(balance);
  }

  /// {@return what it may hold}
  public Cost cap() {
    return new Cost(cap);
  }
}
