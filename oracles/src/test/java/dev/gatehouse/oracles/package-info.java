/// The vendors' own SDKs, used as judges of what our wires send and read.
@NullMarked
package dev.gatehouse.oracles;

import org.jspecify.annotations.NullMarked;
