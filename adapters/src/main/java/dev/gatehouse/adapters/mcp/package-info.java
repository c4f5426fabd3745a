/// The MCP client: the tools of other people's servers, over stdio, streamable HTTP and the older
/// SSE transport, in the protocol's revisions 2026-07-28 and 2025-11-25.
///
/// Start with [dev.gatehouse.adapters.mcp.McpSource], which keeps one server alive and its tools
/// listed. Below it, a `McpConnection` speaks JSON-RPC with one living server over a `McpChannel`,
/// and `McpCall` is one call from beginning to end. A server is a stranger: whatever it says is
/// bounded, checked, and never trusted.
@NullMarked
package dev.gatehouse.adapters.mcp;

import org.jspecify.annotations.NullMarked;
