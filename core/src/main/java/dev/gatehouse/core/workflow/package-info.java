/// Workflows as data: documents, their checks and templates. Start with
@NullMarked
package dev.gatehouse.core.workflow;

import org.jspecify.annotations.NullMarked;
