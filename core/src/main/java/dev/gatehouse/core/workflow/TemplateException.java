package dev.gatehouse.core.workflow;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;

/// A text is no template.
public final class TemplateException extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.caller("bad_template");

  private final int position;

  TemplateException(int position, String expected) {
    super(CODE, "template, character " + (position + 1) + ": expected " + expected);
    this.position = position;
  }

  /// {@return where it goes wrong, in characters from 0}
  public int position() {
    return position;
  }
}
