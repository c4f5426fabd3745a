/// Tokens and what they cost. Start with [dev.gatehouse.core.money.Cost].
@NullMarked
package dev.gatehouse.core.money;

import org.jspecify.annotations.NullMarked;
