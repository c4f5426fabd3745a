/// Proves plain processes: that they run, end, and leave nothing behind.
@NullMarked
package dev.gatehouse.adapters.sandbox.host;

import org.jspecify.annotations.NullMarked;
