/// The runtime as a whole, over a store in memory and models that play a part.
@NullMarked
package dev.gatehouse.checks.runtime;

import org.jspecify.annotations.NullMarked;
