/// What happened: the events of runs and sessions. Start with [dev.gatehouse.core.event.Event].
@NullMarked
package dev.gatehouse.core.event;

import org.jspecify.annotations.NullMarked;
