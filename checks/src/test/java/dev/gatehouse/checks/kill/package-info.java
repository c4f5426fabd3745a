/// Kills a real server again and again, and counts what got lost or happened twice. Start with
/// [dev.gatehouse.checks.kill.KillLoop].
@NullMarked
package dev.gatehouse.checks.kill;

import org.jspecify.annotations.NullMarked;
