/// The places outside to which results are brought: one channel per kind of place, each of which
/// tries once and says what became of it. Start with
/// [dev.gatehouse.adapters.delivery.WebhookChannel].
@NullMarked
package dev.gatehouse.adapters.delivery;

import org.jspecify.annotations.NullMarked;
