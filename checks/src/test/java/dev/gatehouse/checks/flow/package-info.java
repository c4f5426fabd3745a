/// Workflows on a whole runtime: what they do, how they fail, and that no crash tears them apart.
@NullMarked
package dev.gatehouse.checks.flow;

import org.jspecify.annotations.NullMarked;
