package dev.gatehouse.core.workflow;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;
import java.util.List;

/// A document is no workflow, or one that could not run.
public final class WorkflowException extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.caller("bad_workflow");
  private static final int SHOWN = 5;

  private final transient List<Flaw> flaws;

  /// All that is wrong with it, in the order of the document.
  public WorkflowException(List<Flaw> flaws) {
    super(CODE, message(flaws));
    this.flaws = List.copyOf(flaws);
  }

  private static String message(List<Flaw> flaws) {
    String shown = flaws.stream().limit(SHOWN).map(Flaw::toString).collect(joining("; "));
    return flaws.size() <= SHOWN ? shown : shown + "; and " + (flaws.size() - SHOWN) + " more";
  }

  /// {@return all that is wrong, in the order of the document}
  public List<Flaw> flaws() {
    return flaws;
  }
}
