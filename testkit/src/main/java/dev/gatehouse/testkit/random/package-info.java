/// Random runs, answers and conversations from a seed, so that what fails once fails again. Start
/// with [dev.gatehouse.testkit.random.Seeds].
@NullMarked
package dev.gatehouse.testkit.random;

import org.jspecify.annotations.NullMarked;
