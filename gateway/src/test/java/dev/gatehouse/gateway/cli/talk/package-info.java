/// Tests of the command line.
@NullMarked
package dev.gatehouse.gateway.cli.talk;

import org.jspecify.annotations.NullMarked;
