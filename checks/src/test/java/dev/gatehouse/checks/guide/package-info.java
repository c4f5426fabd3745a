/// What the documentation and the examples promise, done as a reader would do it.
@NullMarked
package dev.gatehouse.checks.guide;

import org.jspecify.annotations.NullMarked;
