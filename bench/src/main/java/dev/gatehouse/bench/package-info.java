/// The measurement of Gatehouse: a fake provider, a load client, relays as anchors, and the program
/// that runs candidates against each other. Ratios are printed, absolute times never judged. Start
/// reading at `Bench`.
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
