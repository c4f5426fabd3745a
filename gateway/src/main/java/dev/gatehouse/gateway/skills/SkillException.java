package dev.gatehouse.gateway.skills;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;

/// A skill or one of its files cannot be had, or must not.
public final class SkillException extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.caller("no_such_skill_file");

  SkillException(String message) {
    super(CODE, message);
  }

  SkillException(String message, Throwable cause) {
    super(CODE, message, cause);
  }
}
