/// Tests of how workflow runs are shown.
@NullMarked
package dev.gatehouse.gateway.cli.flow;

import org.jspecify.annotations.NullMarked;
