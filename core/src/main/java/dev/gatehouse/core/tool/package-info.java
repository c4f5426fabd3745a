/// What a tool is, how it is treated and how a call ends. Start with
/// [dev.gatehouse.core.tool.ToolPolicy].
@NullMarked
package dev.gatehouse.core.tool;

import org.jspecify.annotations.NullMarked;
