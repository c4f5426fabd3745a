/// What is owed to somebody outside, and how it gets there. What a run owes is written in the
/// commit that makes it owe it; from then on it is pending until it has arrived or a human knows
/// that it has not. Start with [dev.gatehouse.runtime.delivery.Outbox].
@NullMarked
package dev.gatehouse.runtime.delivery;

import org.jspecify.annotations.NullMarked;
