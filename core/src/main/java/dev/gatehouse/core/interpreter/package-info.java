/// How a workflow runs: a state that is the fold of [dev.gatehouse.core.event.NodeEvent]s, the
/// conclusions that follow from it by themselves, and the work that should be in flight. Pure, and
/// a part of the one machine that runs agents as well ([dev.gatehouse.core.run.RunMachine]). Start
/// with [dev.gatehouse.core.interpreter.Advance].
@NullMarked
package dev.gatehouse.core.interpreter;

import org.jspecify.annotations.NullMarked;
