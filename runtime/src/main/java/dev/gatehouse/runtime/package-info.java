/// Performs what the core decides. Start with [dev.gatehouse.runtime.AgentRuntime].
@NullMarked
package dev.gatehouse.runtime;

import org.jspecify.annotations.NullMarked;
