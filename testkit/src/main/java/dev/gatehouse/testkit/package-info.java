/// Fakes and contract suites: what every implementation of a port must pass, ours and third
/// parties'.
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
