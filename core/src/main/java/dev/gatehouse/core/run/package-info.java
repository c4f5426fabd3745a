/// The run as a state machine: what it is, what follows, what should be in flight. Start with
/// [dev.gatehouse.core.run.RunState].
@NullMarked
package dev.gatehouse.core.run;

import org.jspecify.annotations.NullMarked;
