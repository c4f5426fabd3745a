/// What an agent keeps from one run to the next: a JSON object in a folder, shown to the model and
/// changed by a tool. Start with [dev.gatehouse.gateway.state.StateFolder].
@NullMarked
package dev.gatehouse.gateway.state;

import org.jspecify.annotations.NullMarked;
