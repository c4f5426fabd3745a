/// What a person sees of an answer: live on a terminal, or plain lines in a pipe. Start with
/// [dev.gatehouse.gateway.cli.screen.Screen].
@NullMarked
package dev.gatehouse.gateway.cli.screen;

import org.jspecify.annotations.NullMarked;
