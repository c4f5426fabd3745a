/// Workflow documents, their Java twins, and their published schema.
@NullMarked
package dev.gatehouse.checks.workflow;

import org.jspecify.annotations.NullMarked;
