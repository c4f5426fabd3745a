/// Programs in namespaces of their own, behind a filter on system calls, by way of bubblewrap.
/// Start at [BwrapSandbox].
@NullMarked
package dev.gatehouse.adapters.sandbox.bwrap;

import org.jspecify.annotations.NullMarked;
