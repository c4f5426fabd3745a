package dev.gatehouse.core.expr;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;

/// A text is no expression.
public final class ExpressionException extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.caller("bad_expression");
  private static final int SHOWN = 60;

  private final int position;
  private final String expected;

  ExpressionException(String text, int position, String expected) {
    super(CODE, message(text, position, expected));
    this.position = position;
    this.expected = expected;
  }

  private static String message(String text, int position, String expected) {
    int from = Math.max(0, Math.min(position - SHOWN / 2, text.length() - SHOWN));
    String shown = text.substring(from, Math.min(text.length(), from + SHOWN));
    return "expression \"" + shown + "\", character " + (position + 1) + ": expected " + expected;
  }

  /// {@return where it goes wrong, in characters from 0}
  public int position() {
    return position;
  }

  /// {@return what should stand there}
  public String expected() {
    return expected;
  }
}
