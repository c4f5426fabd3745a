/// Skills: Markdown files that instruct an agent or make one, read anew when they change, and never
/// from anywhere but their folder. Start with [dev.gatehouse.gateway.skills.SkillShelf].
@NullMarked
package dev.gatehouse.gateway.skills;

import org.jspecify.annotations.NullMarked;
