/// How the run of a workflow looks to a person: a tree that grows, or plain lines. Start with
/// [dev.gatehouse.gateway.cli.flow.FlowScreen].
@NullMarked
package dev.gatehouse.gateway.cli.flow;

import org.jspecify.annotations.NullMarked;
