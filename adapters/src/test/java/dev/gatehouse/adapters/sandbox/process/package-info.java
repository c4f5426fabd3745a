/// Proves how processes are started and watched.
@NullMarked
package dev.gatehouse.adapters.sandbox.process;

import org.jspecify.annotations.NullMarked;
