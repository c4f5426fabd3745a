/// The part of Gatehouse that decides: data and pure functions, with no clock, no randomness and no
/// input or output.
///
/// Start with [dev.gatehouse.core.json.Json], the one form in which facts are kept. Everything that
/// goes wrong as an exception is a [dev.gatehouse.core.GatehouseException].
@NullMarked
package dev.gatehouse.core;

import org.jspecify.annotations.NullMarked;
