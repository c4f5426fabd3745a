/// Tests of the command line.
@NullMarked
package dev.gatehouse.gateway.cli.screen;

import org.jspecify.annotations.NullMarked;
