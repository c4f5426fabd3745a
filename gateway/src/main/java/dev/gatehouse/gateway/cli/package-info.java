/// The command line. Start at `Main`.
@NullMarked
package dev.gatehouse.gateway.cli;

import org.jspecify.annotations.NullMarked;
