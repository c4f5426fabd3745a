/// The gateway as a program's own part: what its Java API promises, seen over HTTP.
@NullMarked
package dev.gatehouse.checks.gateway;

import org.jspecify.annotations.NullMarked;
