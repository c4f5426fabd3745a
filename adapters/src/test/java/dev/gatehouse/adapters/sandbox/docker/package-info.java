/// Proves what is asked of Docker, against a daemon that only pretends.
@NullMarked
package dev.gatehouse.adapters.sandbox.docker;

import org.jspecify.annotations.NullMarked;
