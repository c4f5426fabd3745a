/// Performs what the core decides and posts what happened as the next event.
@NullMarked
package dev.gatehouse.runtime;

import org.jspecify.annotations.NullMarked;
