/// What the command line talks to: agents in this process, or agents of a server. Start with
/// [dev.gatehouse.gateway.cli.talk.Backend].
@NullMarked
package dev.gatehouse.gateway.cli.talk;

import org.jspecify.annotations.NullMarked;
