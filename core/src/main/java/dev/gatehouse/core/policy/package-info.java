/// Who may stand between a model's wish and a tool, and how their verdicts add up. Start with
/// [dev.gatehouse.core.policy.Interceptor].
@NullMarked
package dev.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
