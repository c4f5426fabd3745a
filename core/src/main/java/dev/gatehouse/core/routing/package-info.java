/// Who shall do it: a model call among deployments, a task among agents. Pure scoring of
/// candidates, with the reasons, given what is known at the moment and a draw. Start with
/// [dev.gatehouse.core.routing.Ranking] for models and [dev.gatehouse.core.routing.AgentRouting]
/// for agents.
@NullMarked
package dev.gatehouse.core.routing;

import org.jspecify.annotations.NullMarked;
