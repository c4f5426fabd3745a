package dev.gatehouse.adapters.sqlite;

import java.sql.SQLException;

/// What SQLite's result codes mean for us.
final class SqliteCodes {

  private static final int TOO_BIG = 18;
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;

  private SqliteCodes() {}

  /// {@return whether a uniqueness or another rule of the schema was broken}
  static boolean constraintBroken(SQLException e) {
    return e.getErrorCode() == CONSTRAINT;
  }

  /// {@return whether the statement was at fault, and the transaction can go on without it} Not so
  /// when the disk is full, read-only or broken: SQLite may have rolled back already.
  static boolean onlyTheStatementFailed(SQLException e) {
    return switch (e.getErrorCode()) {
      case TOO_BIG, CONSTRAINT, MISMATCH -> true;
      default -> false;
    };
  }
}
