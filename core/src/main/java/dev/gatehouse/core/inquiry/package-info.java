/// Answers to the two questions people have about a run: what it waits for, and how it came to
/// where it is. Start with [dev.gatehouse.core.inquiry.BlockedOn] and
/// [dev.gatehouse.core.inquiry.Why].
///
/// Both are functions of the log and nothing else, so they give the same answer for a live run, for
/// one that ended long ago, and for one of another process.
@NullMarked
package dev.gatehouse.core.inquiry;

import org.jspecify.annotations.NullMarked;
