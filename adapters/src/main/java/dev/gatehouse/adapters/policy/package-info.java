/// The rules for tool calls that come with the gateway: rates, arguments, paths, hosts, taint and
/// conditions of the operator's own. Start with [dev.gatehouse.adapters.policy.ArgumentRule].
@NullMarked
package dev.gatehouse.adapters.policy;

import org.jspecify.annotations.NullMarked;
