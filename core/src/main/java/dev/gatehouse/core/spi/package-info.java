/// The ports: what the gateway needs from the world outside. Each one has a contract suite in the
/// testkit.
@NullMarked
package dev.gatehouse.core.spi;

import org.jspecify.annotations.NullMarked;
