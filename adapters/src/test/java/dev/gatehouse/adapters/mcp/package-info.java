/// Tests of the MCP client: against a server that does everything wrong on request, and against
/// other people's servers where npm can fetch them.
@NullMarked
package dev.gatehouse.adapters.mcp;

import org.jspecify.annotations.NullMarked;
