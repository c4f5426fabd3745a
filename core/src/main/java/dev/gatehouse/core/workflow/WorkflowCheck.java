package dev.gatehouse.core.workflow;

import java.util.ArrayList;
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

  /// {@return all that is wrong with a step that is put into a workflow while it runs; pointers
  /// lead into the step. What its templates look at is not checked, for that depends on the run.}
  public static List<Flaw> flaws(Step step, Workflow into, Known known) {
    var steps = new ArrayList<>(into.steps());
    steps.add(step);
    var whole = new Workflow(into.id(), into.input(), into.state(), steps, into.output());
    var flaws = new Flaws();
    if (SizeCheck.fits(whole, flaws)) {
      new NameCheck(known, flaws).check(whole);
      BoundCheck.check(whole, flaws);
      ReachCheck.check(whole, flaws);
      new TypeCheck(whole, known, flaws).check();
    }
    String place = Flaws.below("/steps", into.steps().size());
    return flaws.found().stream()
        .filter(flaw -> (flaw.pointer() + "/").startsWith(place + "/"))
        .map(flaw -> new Flaw(flaw.pointer().substring(place.length()), flaw.message()))
        .toList();
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
