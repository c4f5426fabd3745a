/// Proves bubblewrap where it is installed.
@NullMarked
package dev.gatehouse.adapters.sandbox.bwrap;

import org.jspecify.annotations.NullMarked;
