/// Conversations: messages and the blocks they are made of. Start with
/// [dev.gatehouse.core.message.Message].
@NullMarked
package dev.gatehouse.core.message;

import org.jspecify.annotations.NullMarked;
