/// Sessions with their runs, each owned by one thread at a time. Start with
/// [dev.gatehouse.runtime.seat.Seat].
@NullMarked
package dev.gatehouse.runtime.seat;

import org.jspecify.annotations.NullMarked;
