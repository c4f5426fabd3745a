/// What is owed to somebody when a run ends, as data. Start with
/// [dev.gatehouse.core.delivery.Handover].
@NullMarked
package dev.gatehouse.core.delivery;

import org.jspecify.annotations.NullMarked;
