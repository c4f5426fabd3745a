/// What this process knows of the health of deployments, and which of them it asks next. Nothing of
/// it is in the log but the choices with their reasons, and a restart forgets it. Start with
/// [dev.gatehouse.runtime.routing.ModelRouter].
@NullMarked
package dev.gatehouse.runtime.routing;

import org.jspecify.annotations.NullMarked;
