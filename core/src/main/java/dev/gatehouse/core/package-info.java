/// The pure core: what happened, what follows from it, and what should happen next. No clock, no
/// randomness, no I/O.
@NullMarked
package dev.gatehouse.core;

import org.jspecify.annotations.NullMarked;
