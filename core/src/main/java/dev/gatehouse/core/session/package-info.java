/// The session as a state machine: conversation, queue, turns. Start with
/// [dev.gatehouse.core.session.SessionState].
@NullMarked
package dev.gatehouse.core.session;

import org.jspecify.annotations.NullMarked;
