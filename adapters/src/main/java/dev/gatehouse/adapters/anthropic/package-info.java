/// The Anthropic Messages wire. Start with [dev.gatehouse.adapters.anthropic.AnthropicModel].
@NullMarked
package dev.gatehouse.adapters.anthropic;

import org.jspecify.annotations.NullMarked;
