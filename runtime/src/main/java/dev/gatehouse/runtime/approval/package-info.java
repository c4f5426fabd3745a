/// Standing approvals and the questions of running tools. Start with
/// [dev.gatehouse.runtime.approval.Grants].
@NullMarked
package dev.gatehouse.runtime.approval;

import org.jspecify.annotations.NullMarked;
