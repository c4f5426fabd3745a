/// The heart of Gatehouse: events, the state folded from them, and the decision what comes next. Data and
/// pure functions only; time, identifiers and draws arrive inside events.
@NullMarked
package dev.gatehouse.core;

import org.jspecify.annotations.NullMarked;
