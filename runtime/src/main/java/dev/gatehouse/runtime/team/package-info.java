/// The tools by which an agent leads other agents. Start with
/// [dev.gatehouse.runtime.team.RunAgentTool].
@NullMarked
package dev.gatehouse.runtime.team;

import org.jspecify.annotations.NullMarked;
