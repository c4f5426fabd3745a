package dev.gatehouse.core.workflow;

import java.util.List;

/// Says what of a workflow could not run, or would never be done, before it is begun.
///
/// What is looked at: its size; names of steps, agents, tools, workflows, merge rules and roles;
/// numbers out of range; steps that no way leads to; templates and conditions that look at what is
/// not there or cannot have been yet; values that cannot satisfy the schemas that are declared.
/// Only what is certain is a flaw. Each names its step and has its JSON pointer into what
/// [WorkflowDocument#write] writes.
public final class WorkflowCheck {

  private WorkflowCheck() {}

  /// {@return all that is wrong with a workflow, nothing when it can run}
  public static List<Flaw> flaws(Workflow workflow, Known known) {
    var flaws = new Flaws();
    if (SizeCheck.fits(workflow, flaws)) {
      new NameCheck(known, flaws).check(workflow);
      BoundCheck.check(workflow, flaws);
      ReachCheck.check(workflow, flaws);
      new ScopeCheck(workflow, flaws).check();
      new TypeCheck(workflow, known, flaws).check();
    }
    return flaws.found();
  }

  /// Refuses a workflow that could not run.
  ///
  /// @throws WorkflowException when anything is wrong with it, naming all
  public static void require(Workflow workflow, Known known) {
    List<Flaw> flaws = flaws(workflow, known);
    if (!flaws.isEmpty()) {
      throw new WorkflowException(flaws);
    }
  }
}
