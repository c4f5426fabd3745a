/// The small language of conditions: approval rules, interceptors and workflow branches all speak
/// it, and it is implemented once, here. Start with [dev.gatehouse.core.expr.Expression].
@NullMarked
package dev.gatehouse.core.expr;

import org.jspecify.annotations.NullMarked;
