/// A fake provider, a load client and relays to compare with. Ratios are printed, absolute times
/// never judged.
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
