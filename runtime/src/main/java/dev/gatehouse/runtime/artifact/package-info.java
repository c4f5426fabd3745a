/// Files that sessions keep: what clients uploaded and what tools made. Start with
/// [dev.gatehouse.runtime.artifact.Artifacts].
@NullMarked
package dev.gatehouse.runtime.artifact;

import org.jspecify.annotations.NullMarked;
