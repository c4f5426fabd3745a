/// One feed of all that changes, for lists and inboxes. Start with
/// [dev.gatehouse.runtime.feed.Feed].
@NullMarked
package dev.gatehouse.runtime.feed;

import org.jspecify.annotations.NullMarked;
