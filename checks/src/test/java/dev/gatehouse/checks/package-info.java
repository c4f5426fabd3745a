/// Tests about the repository itself: its style, its launcher, and properties that need generators.
@NullMarked
package dev.gatehouse.checks;

import org.jspecify.annotations.NullMarked;
