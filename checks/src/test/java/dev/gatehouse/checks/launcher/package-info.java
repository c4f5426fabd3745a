/// The launcher at the repository's root, run against invented JDKs, an invented Maven and copies
/// of itself.
@NullMarked
package dev.gatehouse.checks.launcher;

import org.jspecify.annotations.NullMarked;
