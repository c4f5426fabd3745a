/// Proves the sandboxes, the ladder, and the tools over them.
@NullMarked
package dev.gatehouse.adapters.sandbox;

import org.jspecify.annotations.NullMarked;
