/// What a human allows: tickets, grants and the terms on which they are asked for. Start with
/// [dev.gatehouse.core.approval.Ticket].
@NullMarked
package dev.gatehouse.core.approval;

import org.jspecify.annotations.NullMarked;
