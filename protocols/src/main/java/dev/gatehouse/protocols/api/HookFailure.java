package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// An application's code failed: the log says how, the client only that.
final class HookFailure {

  private static final Logger LOG = System.getLogger(HookFailure.class.getName());

  private HookFailure() {}

  static ProblemException of(String who, Exception why) {
    LOG.log(Level.ERROR, who + " failed", why);
    return new ProblemException(
        Problem.of(ProblemCode.INTERNAL, who + " failed; the server's log says more"));
  }
}
